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
    private char[] characters = new char[INITIAL];

    /** The number that {@link #readLong} read. */
    private long longNumber;

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
        char[] in = copy(text);
        int[] lengths = own(length);
        int n = 0;
        int i = 0;
        long total = 0;
        int previous = 0;
        int beforePrevious = 0;
        while (i < length) {
            // Nearly all numbers have one or two characters; both are read without a branch, as neither is rare.
            int low = in[i] - FIRST;
            int high = in[i + 1] - FIRST;
            int more = (low >> 5) & 1;
            int twoMask = -more;
            int number = (low & 31) | (((high & 31) << 5) & twoMask);
            int lastGroup = low ^ ((low ^ high) & twoMask);
            number -= ((lastGroup & 16) << 1) << (5 & twoMask);
            int next = i + 1 + more;
            long difference = number;
            // Two characters are enough if both are in range and the last read ends its number.
            if (((lastGroup & ~31) | (low & ~63)) != 0) {
                next = readLong(text, i);
                difference = longNumber;
            }
            long run = difference + (n > 2 ? beforePrevious : 0);
            if (run < 0 || run > Integer.MAX_VALUE) {
                throw bad("run " + n + " is " + run + " px long; it must be between 0 and " + Integer.MAX_VALUE);
            }
            beforePrevious = previous;
            previous = (int) run;
            lengths[n++] = previous;
            total += run;
            i = next;
        }
        size = n;
        requireFilled(total, rle.height(), rle.width());
    }

    /** The characters, and zeros behind them that end whatever number the last of them begins. */
    private char[] copy(String text) {
        int length = text.length();
        if (characters.length < length + 2) {
            characters = new char[Math.max(length + 2, 2 * characters.length)];
        }
        text.getChars(0, length, characters, 0);
        characters[length] = 0;
        return characters;
    }

    /** Reads the number at an index, of any length, and gives the index after it. */
    private int readLong(String text, int at) {
        long value = 0;
        int bits = 0;
        int group = 32;
        int i = at;
        while ((group & 32) != 0) {
            if (i == text.length()) {
                throw bad("the string ends within the number at character " + at);
            }
            group = text.charAt(i) - FIRST;
            if ((group & ~63) != 0) {
                throw bad("character " + i + " is " + (int) text.charAt(i)
                        + "; it must be between 48 ('0') and 111 ('o')");
            }
            if (bits == 5 * MAX_GROUPS) {
                throw bad("the number at character " + at + " has more than " + MAX_GROUPS + " characters");
            }
            value |= (long) (group & 31) << bits;
            bits += 5;
            i++;
        }
        longNumber = (group & 16) != 0 ? value - (1L << bits) : value;
        return i;
    }

    private int[] own(int capacity) {
        if (owned.length < capacity) {
            owned = new int[Math.max(capacity, 2 * owned.length)];
        }
        counts = owned;
        return owned;
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
        if (characters.length > kept) {
            characters = new char[INITIAL];
        }
        counts = owned;
        size = 0;
    }
}
