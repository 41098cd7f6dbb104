package dev.annorank.mask;

import java.util.Arrays;

/**
 * A mask as the runs of its lines, which are its rows or its columns. A run is a maximal stretch of foreground in a
 * line.
 *
 * <p>All runs lie in one ascending sequence: position p of line l is the number l * stride + p, and the stride is one
 * more than a line is long. So the same place in the next line is one stride further, and the end of a line never
 * touches the beginning of the next.
 *
 * <p>Lines are consecutive, with two exceptions that keep a hostile mask small: any number of empty lines between two
 * others may stand as one ({@link #skip}), and a run that fills its line may stand for several equal lines ({@link
 * #repeatLast}). {@link #shift} says by how much the lines of the runs behind are higher in truth.
 */
final class MaskRuns {
    private static final int INITIAL = 2048;

    /** First and last position of each run, one after the other; three more are above all positions. */
    int[] ends = new int[INITIAL];

    int size;
    int stride;

    /** The runs that stand for more than one line, ascending, and for how many more. */
    int[] repeated = new int[4];

    int[] repeats = new int[4];
    int repeatedRuns;

    /** The runs from which on lines are shifted, ascending, and by how much in all. */
    private int[] shiftedRuns = new int[4];

    private int[] shifts = new int[4];
    private int shiftCount;

    void clear(int lineLength) {
        size = 0;
        repeatedRuns = 0;
        shiftCount = 0;
        stride = lineLength + 1;
    }

    /** Makes room for that many runs in all. */
    void reserve(int runs) {
        if (ends.length < 2 * runs + 4) {
            ends = Arrays.copyOf(ends, Math.max(2 * runs + 4, 2 * ends.length));
        }
    }

    /** Adds a run behind all others. There must be a position between it and the last. */
    void add(int first, int last) {
        reserve(size + 1);
        addReserved(first, last);
    }

    /** The same where there is room. */
    void addReserved(int first, int last) {
        ends[2 * size] = first;
        ends[2 * size + 1] = last;
        size++;
    }

    /** Whether there is a run and the last one ends there. */
    boolean endsAt(int position) {
        return size > 0 && ends[2 * size - 1] == position;
    }

    /** Lengthens the last run. */
    void extend(int last) {
        ends[2 * size - 1] = last;
    }

    /** Says that the last run, which fills its line, stands for {@code times} lines. */
    void repeatLast(int times) {
        if (times == 1) {
            return;
        }
        if (repeatedRuns == repeated.length) {
            repeated = Arrays.copyOf(repeated, 2 * repeatedRuns);
            repeats = Arrays.copyOf(repeats, 2 * repeatedRuns);
        }
        repeated[repeatedRuns] = size - 1;
        repeats[repeatedRuns] = times - 1;
        repeatedRuns++;
        skip(times - 1);
    }

    /** Says that between the last run and the next there are so many more lines than it seems. */
    void skip(int lines) {
        if (shiftCount == shifts.length) {
            shiftedRuns = Arrays.copyOf(shiftedRuns, 2 * shiftCount);
            shifts = Arrays.copyOf(shifts, 2 * shiftCount);
        }
        shiftedRuns[shiftCount] = size;
        shifts[shiftCount] = lines + (shiftCount == 0 ? 0 : shifts[shiftCount - 1]);
        shiftCount++;
    }

    /** Whether any run is farther from the first line than its positions say. */
    boolean isShifted() {
        return shiftCount > 0;
    }

    /** By how many lines a run is farther from the first line than its positions say. */
    int shift(int run) {
        int low = 0;
        int high = shiftCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (shiftedRuns[middle] <= run) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : shifts[low - 1];
    }

    /** To be called once all runs are added. */
    void close() {
        ends[2 * size] = Integer.MAX_VALUE;
        ends[2 * size + 1] = Integer.MAX_VALUE;
        ends[2 * size + 2] = Integer.MAX_VALUE;
    }

    /** Gives memory back that one unusually large mask needed. */
    void trim(int kept) {
        if (ends.length > kept) {
            ends = new int[INITIAL];
        }
        if (repeated.length > kept) {
            repeated = new int[4];
            repeats = new int[4];
        }
        if (shifts.length > kept) {
            shiftedRuns = new int[4];
            shifts = new int[4];
        }
    }
}
