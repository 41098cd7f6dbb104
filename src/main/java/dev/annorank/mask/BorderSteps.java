package dev.annorank.mask;

/**
 * What a border adds to its length and area with the step from one line to the next.
 *
 * <p>The next run's start or end is so far off: above 0 away from the background, below 0 toward it. Of an offset of 1 or
 * more the border goes along the run and then diagonally, of -1 or less diagonally and then along; of 0 straight. A
 * diagonal stretch before it is lengthened by a diagonal in its direction; it is so many diagonal steps long, above 0
 * away from the background, below 0 toward it, 0 if there is none.
 *
 * <p>Outlines are ragged, so branches on the offset would be mispredicted. Small offsets after short stretches are looked
 * up: one table entry has all that is added, side by side, and what to look up with the next offset. Sums of up to {@link
 * #MAX_STEPS} entries are taken apart at once.
 */
final class BorderSteps {
    /** Lengths are in {@link DiagonalLengths#UNIT}: 2 to this power to the pixel. */
    static final int UNIT_BITS = 23;

    /** As many steps may be added up. */
    static final int MAX_STEPS = 4096;

    private static final int OFF_BITS = 5;
    private static final int OFFS = 1 << OFF_BITS;

    /** Stretches with rows: 0 and shorter ones away from the background, and as many toward it. */
    private static final int STRETCHES = 32;

    /** An entry has the length in its lower 40 bits, then 17 bits of area, one too much, then 7 bits of the next row. */
    private static final int AREA_BIT = 40;

    private static final int ROW_BIT = 57;
    private static final long[] TABLE = new long[2 * STRETCHES * OFFS];

    static {
        for (int stretch = -STRETCHES; stretch < STRETCHES; stretch++) {
            for (int off = -OFFS / 2; off < OFFS / 2; off++) {
                int steps = stretch(stretch, off);
                int after = carry(steps, off);
                TABLE[row(stretch) + column(off)] = length(off, steps)
                        | ((long) (area2(off) + 1) << AREA_BIT)
                        | ((long) row(after) << (ROW_BIT - OFF_BITS));
            }
        }
    }

    private BorderSteps() {}

    /** Where the table has the steps after a stretch; beyond its end if it has none. */
    static int row(int stretch) {
        return ((stretch << 1) ^ (stretch >> 31)) << OFF_BITS;
    }

    /** The stretch of a row. */
    static int stretch(int row) {
        int index = row >> OFF_BITS;
        return (index >> 1) ^ -(index & 1);
    }

    /** Where a row has the step of an offset. */
    static int column(int off) {
        return off + OFFS / 2;
    }

    /** Whether the table has two steps. */
    static boolean has(int row, int column, int otherRow, int otherColumn) {
        return (((row | otherRow) & -TABLE.length) | ((column | otherColumn) & -OFFS)) == 0;
    }

    /** A step that the table has. */
    static long step(int row, int column) {
        return TABLE[(row + column) & (TABLE.length - 1)];
    }

    /** The row after a step; the area of one step leaves the bits between free. */
    static int rowAfter(long step) {
        return (int) (step >>> (ROW_BIT - OFF_BITS));
    }

    /** The length of a sum of steps. */
    static long length(long sum) {
        return sum & ((1L << AREA_BIT) - 1);
    }

    /** The area of a sum of so many steps. */
    static long area2(long sum, int steps) {
        return ((sum >>> AREA_BIT) & ((1L << (ROW_BIT - AREA_BIT)) - 1)) - steps;
    }

    /** How many steps the diagonal stretch has with such a step; 0 if the step is straight. */
    static int stretch(int stretch, int off) {
        int goesOn = ~((stretch ^ off) >> 31) & ((off - 2) >> 31);
        return ((Math.abs(stretch) & goesOn) + 1) & ((off | -off) >> 31);
    }

    /** The same after a row's stretch. */
    static int stretchAfter(int row, int off) {
        return stretch(stretch(row), off);
    }

    /** The stretch after a step, given how long it is with it; none where the border goes along the line at last. */
    static int carry(int steps, int off) {
        int sign = off >> 31;
        return ((steps ^ sign) - sign) & ~((off + 1) >> 31);
    }

    /** The length of a step, given how long the diagonal stretch is with it. */
    static long length(int off, int steps) {
        return ((long) Math.abs(Math.abs(off) - 1) << UNIT_BITS) + DiagonalLengths.gain(steps);
    }

    /** Twice the area that a step adds beside that of the place where it begins. */
    static int area2(int off) {
        return 2 * Math.max(off, 0) - ((off | -off) >>> 31);
    }
}
