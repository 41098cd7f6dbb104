package dev.annorank.mask;

import java.util.Arrays;

/**
 * Intervals of pixels by row, in any order and overlapping, that become the runs of a mask.
 *
 * <p>How many a row can hold is said beforehand, so they lie row by row in one array. Only a band of rows is held at a
 * time, as many as fit: a polygon can zigzag over every row as often as it has vertices.
 */
final class RowIntervals {
    private static final int INITIAL = 2048;
    private static final long LOW = 0xFFFFFFFFL;

    /** Up to so many intervals are sorted by insertion. */
    private static final int FEW = 24;

    private final int bandIntervals;

    /** How many intervals each row can hold. */
    int[] slots = new int[INITIAL];

    /** For each row of the band where its intervals begin, and where the next one goes. */
    private int[] rowStart = new int[INITIAL];

    int[] rowFill = new int[INITIAL];

    /** First pixel in the upper half, last pixel in the lower. */
    long[] intervals = new long[INITIAL];

    /** Holds that many intervals at a time, or those of one row if they are more. */
    RowIntervals(int bandIntervals) {
        this.bandIntervals = bandIntervals;
    }

    /** Makes room for rows; the first {@code rows + 1} entries of {@link #slots} are 0 then. */
    void clear(int rows) {
        if (slots.length < rows + 1) {
            int capacity = 2 * rows + 1;
            slots = new int[capacity];
            rowStart = new int[capacity];
            rowFill = new int[capacity];
        }
        Arrays.fill(slots, 0, rows + 1, 0);
    }

    void add(int row, int left, int right) {
        intervals[rowFill[row]++] = (long) left << 32 | right;
    }

    /** Begins a band with a row and as many after it as may be held at a time; gives the row after the band. */
    int begin(int from, int rows) {
        int at = 0;
        int row = from;
        do {
            rowStart[row] = at;
            rowFill[row] = at;
            at += slots[row];
            row++;
        } while (row < rows && slots[row] <= bandIntervals - at);
        if (intervals.length < at) {
            intervals = new long[Math.max(at, 2 * intervals.length)];
        }
        return row;
    }

    /** Sorts and joins the intervals of each row of a band. */
    void join(int bandFrom, int bandTo, MaskRuns out) {
        long[] in = intervals;
        for (int row = bandFrom; row < bandTo; row++) {
            int from = rowStart[row];
            int to = rowFill[row];
            if (to - from > FEW) {
                Arrays.sort(in, from, to);
            } else {
                for (int i = from + 1; i < to; i++) {
                    long value = in[i];
                    int j = i - 1;
                    while (j >= from && in[j] > value) {
                        in[j + 1] = in[j];
                        j--;
                    }
                    in[j + 1] = value;
                }
            }
            int line = row * out.stride;
            int first = 0;
            int last = -2;
            for (int i = from; i < to; i++) {
                int left = (int) (in[i] >> 32);
                int right = (int) (in[i] & LOW);
                if (left <= last + 1) {
                    last = Math.max(last, right);
                } else {
                    if (last >= 0) {
                        out.add(line + first, line + last);
                    }
                    first = left;
                    last = right;
                }
            }
            if (last >= 0) {
                out.add(line + first, line + last);
            }
        }
    }

    void trim(int kept) {
        if (slots.length > kept) {
            slots = new int[INITIAL];
            rowStart = new int[INITIAL];
            rowFill = new int[INITIAL];
        }
        if (intervals.length > kept) {
            intervals = new long[INITIAL];
        }
    }
}
