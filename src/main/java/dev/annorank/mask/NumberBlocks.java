package dev.annorank.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers of the compressed form of run lengths, those that end in seven characters at once. Read one by one, where a
 * number begins is known only once the one before is read, and how many characters it has is as good as chance.
 *
 * <p>A word is eight characters, less '0' each, lowest byte first; the first of them is only looked at as the beginning
 * of a number that ends in the second. Which of the eight go on says where numbers end: a table has that, as a block. The
 * number that ends in a character is in a table too, by that character and the one before. So nothing depends on what
 * was read before but the place that the numbers go to.
 */
final class NumberBlocks {
    /** A block has the numbers that end in so many characters; at most as many. */
    static final int CHARACTERS = 7;

    /** The word has a character that is none, or a number of three or more. */
    static final long NONE = 0;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** The character of the group 0. */
    static final int FIRST = '0';

    private static final int GOES_ON = 32;
    private static final long EACH = 0x0101010101010101L;
    private static final long INVALID = 0xC0C0C0C0C0C0C0C0L;

    /** Gathers the lowest bits of eight bytes in the highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    /** By which characters go on: a byte for each number, by how much to shift it down, and at last how many. */
    private static final long[] BLOCKS = new long[256];

    private static final int PAIR = 0x3F3F;
    private static final short[] NUMBERS = new short[PAIR + 1];

    static {
        for (int goOn = 0; goOn < BLOCKS.length; goOn++) {
            if ((goOn & (goOn >> 1)) == 0) {
                BLOCKS[goOn] = block(goOn);
            }
        }
        for (int last = 0; last < GOES_ON; last++) {
            int high = (last & 15) - (last & 16);
            for (int before = 0; before < 2 * GOES_ON; before++) {
                int number = before < GOES_ON ? high : (before & 31) + 32 * high;
                NUMBERS[(last << 8) | before] = (short) number;
            }
        }
    }

    private NumberBlocks() {}

    private static long block(int goOn) {
        long block = 0;
        int size = 0;
        for (int character = 1; character <= CHARACTERS; character++) {
            if ((goOn >> character & 1) == 0) {
                block |= (8L * (character - 1)) << (8 * size);
                size++;
            }
        }
        return block | ((long) size << (8 * CHARACTERS));
    }

    /** Whether the number of a valid character goes on with the next. */
    static boolean goesOn(byte character) {
        return ((character - FIRST) & GOES_ON) != 0;
    }

    static long word(byte[] in, int at) {
        // A character below '0' borrows from the next, but is invalid itself.
        return (long) WORD.get(in, at) - FIRST * EACH;
    }

    /** The block of a word, or {@link #NONE}. */
    static long block(long word) {
        return (word & INVALID) != 0 ? NONE : BLOCKS[(int) ((((word >>> 5) & EACH) * GATHER) >>> 56)];
    }

    /** How many numbers a block has. */
    static int size(long block) {
        return (int) (block >>> (8 * CHARACTERS));
    }

    /** A number of a block; any if the block has fewer. */
    static int number(long word, long block, int index) {
        return NUMBERS[(int) (word >>> (block >>> (8 * index))) & PAIR];
    }
}
