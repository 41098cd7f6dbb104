package dev.annorank.mask;

import java.util.Arrays;

/**
 * What the edges that touch a row cover of it, as runs: the pixels of their lines, and for each part those between its
 * crossings. These intervals overlap in any way, so they are sorted and joined. Not thread-safe: buffers are reused.
 */
final class RowIntervals {
    private static final int INITIAL = 64;

    /** Up to so many are sorted by insertion. */
    private static final int FEW = 24;

    /** First pixel in the upper half, last pixel in the lower. */
    private long[] intervals = new long[2 * INITIAL];

    private int size;

    /** The crossings of one part, as {@link PolygonEdges#bothRoundings} tells them. */
    private long[] crossings = new long[INITIAL];

    private int crossingsSize;

    /**
     * Adds the runs of a row.
     *
     * @param active the edges that touch it, ascending, {@code count} of them
     * @param line position of its first pixel
     */
    void join(PolygonEdges edges, int[] active, int count, int row, int width, int line, MaskRuns out) {
        if (crossings.length < count) {
            crossings = new long[Math.max(count, 2 * crossings.length)];
            // A line an edge, an interior every two crossings.
            intervals = new long[2 * crossings.length];
        }
        size = 0;
        crossingsSize = 0;
        int part = -1;
        for (int i = 0; i < count; i++) {
            int e = active[i];
            if (edges.part[e] != part) {
                addInteriors(width);
                part = edges.part[e];
            }
            if (row >= edges.lineTop[e] && row <= edges.lineBottom[e]) {
                long along = row * edges.lineStep[e];
                int left = Math.max(edges.lineLeft[e], (int) ((edges.left[e] + along) >> edges.shift));
                int right = Math.min(edges.lineRight[e], (int) ((edges.right[e] + along) >> edges.shift));
                intervals[size++] = (long) left << 32 | right;
            }
            if (row >= edges.crossFrom[e] && row < edges.crossTo[e]) {
                crossings[crossingsSize++] = PolygonEdges.bothRoundings(edges.cross[e] + row * edges.crossStep[e]);
            }
        }
        addInteriors(width);
        joinAll(line, out);
    }

    private void addInteriors(int width) {
        long[] x = crossings;
        int n = crossingsSize;
        sort(x, n);
        for (int i = 0; i + 1 < n; i += 2) {
            int left = Math.max(0, PolygonEdges.roundedUp((int) x[i]));
            int right = Math.min(width - 1, PolygonEdges.roundedDown((int) x[i + 1]));
            if (left <= right) {
                intervals[size++] = (long) left << 32 | right;
            }
        }
        crossingsSize = 0;
    }

    private void joinAll(int line, MaskRuns out) {
        if (size == 0) {
            return;
        }
        long[] in = intervals;
        sort(in, size);
        int first = (int) (in[0] >> 32);
        int last = (int) in[0];
        for (int i = 1; i < size; i++) {
            int left = (int) (in[i] >> 32);
            int right = (int) in[i];
            if (left > last + 1) {
                out.add(line + first, line + last);
                first = left;
            }
            last = Math.max(last, right);
        }
        out.add(line + first, line + last);
    }

    private static void sort(long[] values, int size) {
        if (size > FEW) {
            Arrays.sort(values, 0, size);
            return;
        }
        for (int i = 1; i < size; i++) {
            long value = values[i];
            int j = i - 1;
            while (j >= 0 && values[j] > value) {
                values[j + 1] = values[j];
                j--;
            }
            values[j + 1] = value;
        }
    }

    void trim(int kept) {
        if (intervals.length > kept) {
            intervals = new long[2 * INITIAL];
            crossings = new long[INITIAL];
        }
    }
}
