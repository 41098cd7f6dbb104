package dev.annorank.format.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Segmentation.Rle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Masks as plain pixels, and the encoders of the tools that store them otherwise. */
public final class Masks {
    private Masks() {}

    /** Pixels row by row: blobs, stripes or noise. */
    static boolean[] random(int width, int height, Random random) {
        boolean[] pixels = new boolean[width * height];
        switch (random.nextInt(5)) {
            case 0 -> Arrays.fill(pixels, true);
            case 1 -> {
                // Nothing is drawn.
            }
            case 2 -> {
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = random.nextInt(3) == 0;
                }
            }
            default -> {
                for (int boxes = 1 + random.nextInt(4); boxes > 0; boxes--) {
                    int left = random.nextInt(width);
                    int right = left + 1 + random.nextInt(width - left);
                    int top = random.nextInt(height);
                    int bottom = top + 1 + random.nextInt(height - top);
                    boolean value = random.nextInt(4) > 0;
                    for (int y = top; y < bottom; y++) {
                        Arrays.fill(pixels, y * width + left, y * width + right, value);
                    }
                }
            }
        }
        return pixels;
    }

    /** COCO's run lengths, straight from their definition. */
    static int[] counts(boolean[] pixels, int width, int height) {
        List<Integer> counts = new ArrayList<>();
        boolean value = false;
        int run = 0;
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                if (pixels[y * width + x] != value) {
                    counts.add(run);
                    run = 0;
                    value = !value;
                }
                run++;
            }
        }
        if (run > 0) {
            counts.add(run);
        }
        return counts.stream().mapToInt(Integer::intValue).toArray();
    }

    static Rle rle(boolean[] pixels, int width, int height) {
        return new Rle(height, width, counts(pixels, width, height));
    }

    /** Label Studio's brush bytes of a mask whose four channels are all {@code value} where it is set. */
    static int[] brush(boolean[] pixels, int value) {
        int[] channels = new int[4 * pixels.length];
        for (int i = 0; i < channels.length; i++) {
            channels[i] = pixels[i / 4] ? value : 0;
        }
        return brush(channels, new Random(0));
    }

    /** Label Studio's brush bytes of any values; which blocks are given one by one is drawn. */
    static int[] brush(int[] values, Random random) {
        int[] sizes = {3, 4, 8, 16};
        StringBuilder bits = new StringBuilder();
        append(bits, values.length, 32);
        append(bits, 7, 5);
        for (int size : sizes) {
            append(bits, size - 1, 4);
        }
        for (int at = 0; at < values.length; ) {
            int end = at + 1;
            boolean repeated = random.nextInt(10) > 0;
            if (repeated) {
                while (end < values.length && values[end] == values[at] && end - at < 1 << 16) {
                    end++;
                }
            } else {
                end = Math.min(values.length, at + 1 + random.nextInt(20));
            }
            int which = 0;
            while (end - at > 1 << sizes[which]) {
                which++;
            }
            append(bits, repeated ? 1 : 0, 1);
            append(bits, which, 2);
            append(bits, end - at - 1, sizes[which]);
            for (int i = at; i < (repeated ? at + 1 : end); i++) {
                append(bits, values[i], 8);
            }
            at = end;
        }
        int[] bytes = new int[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            bytes[i / 8] |= (bits.charAt(i) - '0') << (7 - i % 8);
        }
        return bytes;
    }

    private static void append(StringBuilder bits, int value, int size) {
        for (int i = size - 1; i >= 0; i--) {
            bits.append((value >>> i) & 1);
        }
    }

    /** CVAT's points of a mask inside a box, right and bottom inclusive. */
    static List<Integer> cvat(boolean[] pixels, int width, int left, int top, int right, int bottom) {
        int boxWidth = right - left + 1;
        boolean[] box = new boolean[boxWidth * (bottom - top + 1)];
        for (int i = 0; i < box.length; i++) {
            box[i] = pixels[(top + i / boxWidth) * width + left + i % boxWidth];
        }
        // The box as one column, in rows.
        List<Integer> points = new ArrayList<>();
        for (int count : counts(box, 1, box.length)) {
            points.add(count);
        }
        points.addAll(List.of(left, top, right, bottom));
        return points;
    }

    static byte[] bytes(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isBetween(0, 255);
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
