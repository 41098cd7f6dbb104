package dev.annorank.format.tool;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Rle;

/**
 * Decodes Label Studio's brush masks. Their bytes are a stream of bits, the most significant first: 32 bits say how many
 * values there are (width x height x 4, row by row, the channels of a pixel together), 5 the word size less 1, four times
 * 4 the sizes of run lengths less 1. Then come blocks: 1 bit (1: one value repeated, 0: each value given), 2 bits which of
 * the four sizes, that many bits the length less 1, then one value or as many as the length, each of word size.
 *
 * <p>A pixel belongs to the mask if its fourth channel is above 0, as in Label Studio's own export to COCO
 * ({@code ls_rle_to_coco_rle} in label_studio_converter/brush.py; the threshold of 128 there is for pictures that are
 * imported as masks). A run that reaches beyond the last value is cut there, as it is in that program and in rle-pack.
 *
 * <p>Nothing is unpacked: time and memory follow the length of the bytes and of the outcome, never the number of values
 * the bytes claim.
 */
final class LabelStudioBrush {
    private static final int CHANNELS = 4;

    private final byte[] bytes;
    private final int length;
    private long bit;

    private LabelStudioBrush(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /**
     * The mask.
     *
     * @param bytes the first {@code length} count
     * @param maxPixels largest mask, at most 2^29 px
     * @param maxRuns most runs of the outcome
     * @throws RejectedException if the bytes are not such a mask of that size
     */
    static Rle decode(byte[] bytes, int length, int width, int height, long maxPixels, int maxRuns) {
        RowMask mask = new RowMask(width, height, maxPixels, maxRuns);
        new LabelStudioBrush(bytes, length).decode(mask, (long) width * height * CHANNELS);
        return mask.toRle();
    }

    private void decode(RowMask mask, long expected) {
        long values = read(32);
        if (values != expected) {
            throw new RejectedException(
                    Reason.BAD_RLE,
                    "rle says it has " + values + " values; width x height x 4 of the image are " + expected);
        }
        int wordSize = (int) read(5) + 1;
        int[] lengthSizes = new int[4];
        for (int i = 0; i < lengthSizes.length; i++) {
            lengthSizes[i] = (int) read(4) + 1;
        }
        for (long at = 0; at < values; ) {
            boolean repeated = read(1) == 1;
            long end = Math.min(values, at + 1 + read(lengthSizes[(int) read(2)]));
            if (repeated) {
                if (read(wordSize) != 0) {
                    // The fourth channel of pixel p is value 4 p + 3.
                    mask.add(at >> 2, end >> 2);
                }
                at = end;
            } else {
                for (; at < end; at++) {
                    if (read(wordSize) != 0 && (at & 3) == 3) {
                        mask.add(at >> 2, (at >> 2) + 1);
                    }
                }
            }
        }
    }

    /** The next 1 to 32 bits, without a sign. */
    private long read(int bits) {
        if (bit + bits > 8L * length) {
            throw new RejectedException(
                    Reason.BAD_RLE, "rle ends too early: " + length + " bytes do not hold all its values");
        }
        long value = 0;
        int left = bits;
        while (left > 0) {
            int offset = (int) (bit & 7);
            int take = Math.min(left, 8 - offset);
            int part = (bytes[(int) (bit >> 3)] >> (8 - offset - take)) & ((1 << take) - 1);
            value = (value << take) | part;
            bit += take;
            left -= take;
        }
        return value;
    }
}
