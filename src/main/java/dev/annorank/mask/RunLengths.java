package dev.annorank.mask;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
    private static final int MAX_GROUPS = 12;

    /** Numbers of more bits than these are read with care. */
    private static final int MAX_BITS = 30;

    /** So many numbers are lengths, not differences. */
    private static final int ABSOLUTE = 3;

    /** The reused buffer; {@link #counts} is this or, for a plain list, the list itself, which is never written to. */
    private int[] owned = new int[INITIAL];

    private int[] counts = owned;
    private int size;
    private long total;
    private char[] characters = new char[INITIAL];
    private byte[] bytes = new byte[INITIAL];
    private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();

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
        total = 0;
        for (int count : counts) {
            total += count;
        }
        requireFilled(total, rle.height(), rle.width());
    }

    /** Reads a compressed string. */
    void read(Segmentation.CompressedRle rle) {
        String text = rle.counts();
        if (!readNumbers(text) || !addUp()) {
            readEach(text);
        }
        requireFilled(total, rle.height(), rle.width());
    }

    /**
     * Reads the numbers of a string, without adding them to those before. Gives false if one is malformed or longer than
     * those of a mask are.
     */
    private boolean readNumbers(String text) {
        int length = text.length();
        byte[] in = copy(text);
        int[] numbers = own(length + NumberBlocks.CHARACTERS);
        int n = 0;
        // Characters that are read; the first is at index 1.
        int i = 0;
        while (i < length) {
            // The first number, or one of three or more characters.
            int at = NumberBlocks.goesOn(in[i]) ? i : i + 1;
            int value = 0;
            int bits = 0;
            int seen = 0;
            int group = 32;
            while ((group & 32) != 0 && bits < MAX_BITS) {
                group = in[at++] - NumberBlocks.FIRST;
                seen |= group;
                value |= (group & 31) << bits;
                bits += 5;
            }
            if ((seen & ~63) != 0 || (group & 32) != 0) {
                return false;
            }
            numbers[n++] = value - ((group & 16) << (bits - 4));
            i = at - 1;
            while (i < length) {
                long word = NumberBlocks.word(in, i);
                long block = NumberBlocks.block(word);
                if (block == NumberBlocks.NONE) {
                    break;
                }
                // All that it can have are written; those that it does not have are overwritten.
                numbers[n] = NumberBlocks.number(word, block, 0);
                numbers[n + 1] = NumberBlocks.number(word, block, 1);
                numbers[n + 2] = NumberBlocks.number(word, block, 2);
                numbers[n + 3] = NumberBlocks.number(word, block, 3);
                numbers[n + 4] = NumberBlocks.number(word, block, 4);
                numbers[n + 5] = NumberBlocks.number(word, block, 5);
                numbers[n + 6] = NumberBlocks.number(word, block, 6);
                n += NumberBlocks.size(block);
                i += NumberBlocks.CHARACTERS;
            }
        }
        // The characters behind the text are a number each.
        size = n - (i - length);
        return !NumberBlocks.goesOn(in[length]);
    }

    /** Makes the numbers lengths. Gives false if one is negative or does not fit. */
    private boolean addUp() {
        int[] lengths = owned;
        int n = size;
        int signs = 0;
        long sum = 0;
        for (int i = 0; i < Math.min(n, ABSOLUTE); i++) {
            signs |= lengths[i];
            sum += lengths[i];
        }
        lengths[n] = 0;
        int odd = lengths[1];
        int even = lengths[2];
        for (int i = ABSOLUTE; i < n; i += 2) {
            // Too large a sum becomes negative, as numbers have at most 30 bits.
            odd += lengths[i];
            even += lengths[i + 1];
            lengths[i] = odd;
            lengths[i + 1] = even;
            signs |= odd | even;
            sum += (long) odd + even;
        }
        if (n > ABSOLUTE && n % 2 == 0) {
            // The last pair was half of one.
            sum -= even;
        }
        total = sum;
        return signs >= 0;
    }

    /** Reads a string number by number: slower, but whatever is wrong, it says what. */
    private void readEach(String text) {
        int[] lengths = own(text.length());
        int n = 0;
        int i = 0;
        long sum = 0;
        while (i < text.length()) {
            i = readLong(text, i);
            long run = longNumber + (n < ABSOLUTE ? 0 : lengths[n - 2]);
            if (run < 0 || run > Integer.MAX_VALUE) {
                throw bad("run " + n + " is " + run + " px long; it must be between 0 and " + Integer.MAX_VALUE);
            }
            lengths[n++] = (int) run;
            sum += run;
        }
        size = n;
        total = sum;
    }

    /**
     * The characters as bytes, from index 1 on, so that each has one before it. Behind them are some of one number each;
     * a character without a byte is followed by none that is valid.
     */
    private byte[] copy(String text) {
        int length = text.length();
        int room = 1 + length + NumberBlocks.CHARACTERS;
        if (characters.length < room) {
            characters = new char[Math.max(room, 2 * characters.length)];
            bytes = new byte[characters.length];
        }
        text.getChars(0, length, characters, 0);
        ByteBuffer out = ByteBuffer.wrap(bytes, 1, length);
        encoder.reset().encode(CharBuffer.wrap(characters, 0, length), out, true);
        bytes[0] = NumberBlocks.FIRST;
        Arrays.fill(bytes, out.position(), room, (byte) (out.hasRemaining() ? 0 : NumberBlocks.FIRST));
        return bytes;
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
            group = text.charAt(i) - NumberBlocks.FIRST;
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
            bytes = new byte[INITIAL];
        }
        counts = owned;
        size = 0;
    }
}
