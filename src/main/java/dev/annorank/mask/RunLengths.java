package dev.annorank.mask;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;

/**
 * Reads COCO run lengths, plain or compressed, and checks that they fill their mask.
 *
 * <p>The compressed form writes each length in groups of five bits, lowest first, one character from '0' to 'o' a
 * group; bit 5 says that another group follows, bit 4 of the last group is the sign. From the fourth length on the
 * number written is the difference to the length two before.
 *
 * <p>Memory follows the length of what was sent, never the size it claims. Not thread-safe: the buffer is reused.
 */
final class RunLengths {
    private static final int INITIAL = 1024;
    private static final int FIRST = '0';
    private static final int MAX_GROUPS = 12;

    /** The reused buffer; {@link #counts} is this or, for a plain list, the list itself, which is never written to. */
    private int[] owned = new int[INITIAL];

    private int[] counts = owned;
    private int size;

    /** Lengths of alternating runs, background first; the first {@link #size} entries are valid until the next read. */
    int[] counts() {
        return counts;
    }

    int size() {
        return size;
    }

    /** Reads a list of lengths. */
    void read(Segmentation.Rle rle) {
        counts = rle.counts();
        size = counts.length;
        long total = 0;
        for (int count : counts) {
            total += count;
        }
        requireFilled(total, rle.height(), rle.width());
    }

    /** Reads a compressed string. */
    void read(Segmentation.CompressedRle rle) {
        String text = rle.counts();
        int length = text.length();
        int[] lengths = own(length);
        int n = 0;
        int i = 0;
        long total = 0;
        while (i < length) {
            int at = i;
            int group = text.charAt(i++) - FIRST;
            long value = group & 31;
            int bits = 5;
            while ((group & ~31) == 32 && i < length) {
                group = text.charAt(i++) - FIRST;
                if (bits == 5 * MAX_GROUPS) {
                    throw bad("the number at character " + at + " has more than " + MAX_GROUPS + " characters");
                }
                value |= (long) (group & 31) << bits;
                bits += 5;
            }
            if ((group & ~31) != 0) {
                throw malformed(text, at, i);
            }
            if ((group & 16) != 0) {
                value -= 1L << bits;
            }
            if (n > 2) {
                value += lengths[n - 2];
            }
            if (value < 0 || value > Integer.MAX_VALUE) {
                throw bad("run " + n + " is " + value + " px long; it must be between 0 and " + Integer.MAX_VALUE);
            }
            lengths[n++] = (int) value;
            total += value;
        }
        size = n;
        requireFilled(total, rle.height(), rle.width());
    }

    private int[] own(int capacity) {
        if (owned.length < capacity) {
            owned = new int[Math.max(capacity, 2 * owned.length)];
        }
        counts = owned;
        return owned;
    }

    /** Says what is wrong between two places of a string: a character out of range, or an end within a number. */
    private static RejectedException malformed(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < FIRST || c > FIRST + 63) {
                return bad("character " + i + " is " + (int) c + "; it must be between 48 ('0') and 111 ('o')");
            }
        }
        return bad("the string ends within the number at character " + from);
    }

    private static void requireFilled(long total, int height, int width) {
        long pixels = (long) height * width;
        if (total != pixels) {
            long off = Math.abs(total - pixels);
            throw bad("the runs add up to " + total + " px, " + off + " px " + (total < pixels ? "short of" : "over")
                    + " the mask's " + height + " x " + width + " = " + pixels + " px");
        }
    }

    private static RejectedException bad(String what) {
        return new RejectedException(Reason.BAD_RLE, "segmentation.counts: " + what);
    }

    void trim(int kept) {
        if (owned.length > kept) {
            owned = new int[INITIAL];
        }
        counts = owned;
        size = 0;
    }
}
