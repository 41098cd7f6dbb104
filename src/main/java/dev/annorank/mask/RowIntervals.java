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
    private int[] crossings = new int[INITIAL];

    private int crossingsSize;

    /**
     * Adds the runs of a row.
     *
     * @param active the edges that touch it, ascending, {@code count} of them
     * @param line position of its first pixel
     */
    void join(PolygonEdges edges, int[] active, int count, int row, int width, int line, MaskRuns out) {
        if (crossings.length < count) {
            crossings = new int[Math.max(count, 2 * crossings.length)];
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
        int[] x = crossings;
        int n = crossingsSize;
        if (n > FEW) {
            Arrays.sort(x, 0, n);
        } else {
            for (int i = 1; i < n; i++) {
                int value = x[i];
                int j = i - 1;
                while (j >= 0 && x[j] > value) {
                    x[j + 1] = x[j];
                    j--;
                }
                x[j + 1] = value;
            }
        }
        for (int i = 0; i + 1 < n; i += 2) {
            int left = Math.max(0, (x[i] + 1) >> 1);
            int right = Math.min(width - 1, x[i + 1] >> 1);
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
        if (size > FEW) {
            Arrays.sort(in, 0, size);
        } else {
            for (int i = 1; i < size; i++) {
                long value = in[i];
                int j = i - 1;
                while (j >= 0 && in[j] > value) {
                    in[j + 1] = in[j];
                    j--;
                }
                in[j + 1] = value;
            }
        }
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

    void trim(int kept) {
        if (intervals.length > kept) {
            intervals = new long[2 * INITIAL];
            crossings = new int[INITIAL];
        }
    }
}
