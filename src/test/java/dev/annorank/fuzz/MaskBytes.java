package dev.annorank.fuzz;

import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import dev.annorank.score.InstanceScorer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** An image and a mask made of bytes: what kind of mask, four bytes of the image's size, then the mask's numbers. */
final class MaskBytes {
    private final int kind;
    private final int height;
    private final int width;
    private final ByteBuffer numbers;

    MaskBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes.length < 5 ? new byte[5] : bytes);
        kind = in.get() & 3;
        height = 1 + (in.getShort() & 0xFFFF);
        width = 1 + (in.getShort() & 0xFFFF);
        numbers = in.slice();
    }

    /** The score with an outline is that without one, a number, and not negative. */
    void measureBy(InstanceScorer scorer) {
        Image image = Image.of("image", width, height);
        Annotation annotation = new Annotation("a", "c", mask(), false);
        double siScs = scorer.score(image, annotation).siScs();
        Oracle.require(siScs >= 0 && Double.isFinite(siScs), "SI-SCS is " + siScs);
        double outlined = scorer.scoreAndOutline(image, annotation).score().siScs();
        Oracle.require(siScs == outlined, "with an outline " + outlined + ", without " + siScs);
    }

    private Segmentation mask() {
        byte[] text = new byte[numbers.remaining()];
        numbers.duplicate().get(text);
        return switch (kind) {
            case 0 -> new CompressedRle(height, width, new String(text, StandardCharsets.ISO_8859_1));
            case 1 -> new Rle(height, width, ints(text.length / Integer.BYTES));
            // Sixteenths of a pixel, around the image; or any double there is.
            case 2 ->
                Polygons.of(IntStream.range(0, text.length / Short.BYTES)
                        .mapToDouble(i -> numbers.getShort(i * Short.BYTES) / 16.0)
                        .toArray());
            default ->
                Polygons.of(IntStream.range(0, text.length / Double.BYTES)
                        .mapToDouble(i -> numbers.getDouble(i * Double.BYTES))
                        .toArray());
        };
    }

    private int[] ints(int count) {
        return IntStream.range(0, count)
                .map(i -> numbers.getInt(i * Integer.BYTES))
                .toArray();
    }
}
