package dev.annorank.mask;

import dev.annorank.model.Segmentation;
import java.util.Arrays;

/**
 * Fills polygons into runs of rows, pixel for pixel as OpenCV's {@code fillPoly} (4.11 and later, 8-connected, without
 * shift) paints them when it is called once a part on the same image.
 *
 * <p>A part covers the pixels of its edges, drawn as lines, and in each row those from one crossing of an edge to the
 * next, by the even-odd rule, both ends rounded inward. An edge crosses the rows from its upper vertex to the one
 * before its lower vertex. The mask is the union of all that.
 *
 * <p>Nothing is painted: lines and interiors are intervals of a row, at most one a line and row, and each row's
 * intervals are sorted and joined; see {@link RowIntervals}. Cost follows the number of edges and the rows they span,
 * never the area.
 *
 * <p>Not thread-safe: buffers are reused.
 */
final class PolygonFiller {
    private static final int INITIAL = 2048;
    private static final int BAND_INTERVALS = 1 << 20;

    /** Up to so many crossings are sorted by insertion. */
    private static final int FEW = 24;

    private static final long BELOW_ONE = (1L << PolygonEdges.SHIFT) - 1;

    private final PolygonEdges edges = new PolygonEdges();
    private final RowIntervals rowIntervals;

    private int[] crossStart = new int[INITIAL];
    private int[] crossFill = new int[INITIAL];

    /** A crossing's x rounded down plus the same rounded up: that orders them and keeps both. */
    private int[] crossings = new int[INITIAL];

    PolygonFiller() {
        this(BAND_INTERVALS);
    }

    /** A filler that holds that many intervals at a time, or those of one row if they are more. */
    PolygonFiller(int bandIntervals) {
        rowIntervals = new RowIntervals(bandIntervals);
    }

    /** Fills and gives the row of the first line, -1 if no pixel is set; all rows are within the image. */
    int fill(Segmentation.Polygons polygons, int width, int height, MaskRuns out) {
        out.clear(width);
        edges.clear();
        int[] partEdges = new int[polygons.parts() + 1];
        for (int part = 0; part < polygons.parts(); part++) {
            edges.add(polygons, part, width, height);
            partEdges[part + 1] = edges.size;
        }
        int first = edges.firstRow;
        int rows = edges.lastRow - first + 1;
        if (rows < 1) {
            out.close();
            return -1;
        }
        count(first, rows);
        for (int from = 0; from < rows; ) {
            int to = rowIntervals.begin(from, rows);
            drawLines(first, from, to);
            for (int part = 0; part < polygons.parts(); part++) {
                fillInterior(partEdges[part], partEdges[part + 1], first + from, first + to, from, width);
            }
            rowIntervals.join(from, to, out);
            from = to;
        }
        out.close();
        return first;
    }

    /** Counts each row's intervals, at most. */
    private void count(int first, int rows) {
        rowIntervals.clear(rows);
        if (crossStart.length < rows + 1) {
            crossStart = new int[2 * rows + 1];
            crossFill = new int[2 * rows + 1];
        }
        int[] slots = rowIntervals.slots;
        // Differences from row to row, in half intervals: two crossings are one.
        for (int e = 0; e < edges.size; e++) {
            int y1 = edges.lineY1[e];
            int y2 = edges.lineY2[e];
            if (y1 >= 0) {
                slots[Math.min(y1, y2) - first] += 2;
                slots[Math.max(y1, y2) - first + 1] -= 2;
            }
            if (edges.crossFrom[e] < edges.crossTo[e]) {
                slots[edges.crossFrom[e] - first]++;
                slots[edges.crossTo[e] - first]--;
            }
        }
        int halves = 0;
        for (int row = 0; row < rows; row++) {
            halves += slots[row];
            slots[row] = halves >> 1;
        }
    }

    /** Adds the pixels of all lines in a band of rows. */
    private void drawLines(int first, int from, int to) {
        for (int e = 0; e < edges.size; e++) {
            if (edges.lineY1[e] >= 0) {
                int y1 = edges.lineY1[e] - first;
                int y2 = edges.lineY2[e] - first;
                int down = y2 < y1 ? -1 : 1;
                // Rows are counted from the left end, upward or downward.
                int begin = Math.max(0, down > 0 ? from - y1 : y1 - to + 1);
                int end = Math.min(Math.abs(y2 - y1), down > 0 ? to - 1 - y1 : y1 - from);
                if (begin <= end) {
                    drawLine(edges.lineX1[e], edges.lineX2[e], y1, Math.abs(y2 - y1), down, begin, end);
                }
            }
        }
    }

    /**
     * Adds the pixels of a line from left to right. Along the longer axis its k-th pixel is floor((2 m k + n - 1) / 2n)
     * off along the shorter one, for n and m steps: Bresenham's line as OpenCV rounds it.
     */
    private void drawLine(int x1, int x2, int y1, int dy, int down, int begin, int end) {
        int dx = x2 - x1;
        int[] fill = rowIntervals.rowFill;
        long[] out = rowIntervals.intervals;
        int row = y1 + down * begin;
        if (dy > dx) {
            long scaled = 2L * dx * begin + dy - 1;
            int off = (int) (scaled / (2L * dy));
            int x = x1 + off;
            int error = (int) (scaled - 2L * dy * off);
            for (int k = begin; k <= end; k++) {
                out[fill[row]++] = (long) x << 32 | x;
                row += down;
                error += 2 * dx;
                if (error >= 2 * dy) {
                    error -= 2 * dy;
                    x++;
                }
            }
        } else if (dy == 0) {
            out[fill[row]++] = (long) x1 << 32 | x2;
        } else {
            // The row j below (or above) the first begins at pixel floor((2 n j - n + 2 m) / 2m), the first at 0.
            int whole = dx / dy;
            int part = 2 * (dx - whole * dy);
            long scaled = 2L * dx * begin - dx + 2L * dy;
            int from = begin == 0 ? 0 : (int) (scaled / (2L * dy));
            scaled += 2L * dx;
            int next = (int) (scaled / (2L * dy));
            int error = (int) (scaled - 2L * dy * next);
            for (int j = begin; j <= end; j++) {
                out[fill[row]++] = (long) (x1 + from) << 32 | (j == dy ? x2 : x1 + next - 1);
                row += down;
                from = next;
                next += whole;
                error += part;
                if (error >= 2 * dy) {
                    error -= 2 * dy;
                    next++;
                }
            }
        }
    }

    /** Adds the intervals between the crossings of one part's edges, in image rows top to bottom - 1. */
    private void fillInterior(int fromEdge, int toEdge, int top, int bottom, int band, int width) {
        int rows = bottom - top;
        int[] differences = crossStart;
        Arrays.fill(differences, 0, rows + 1, 0);
        for (int e = fromEdge; e < toEdge; e++) {
            int from = Math.max(edges.crossFrom[e], top);
            int to = Math.min(edges.crossTo[e], bottom);
            if (from < to) {
                differences[from - top]++;
                differences[to - top]--;
            }
        }
        int count = 0;
        int at = 0;
        for (int row = 0; row < rows; row++) {
            count += differences[row];
            crossStart[row] = at;
            crossFill[row] = at;
            at += count;
        }
        if (crossings.length < at) {
            crossings = new int[Math.max(at, 2 * crossings.length)];
        }
        for (int e = fromEdge; e < toEdge; e++) {
            int from = Math.max(edges.crossFrom[e], top);
            int to = Math.min(edges.crossTo[e], bottom) - top;
            long step = edges.crossStep[e];
            long x = edges.crossX[e] + (from - edges.crossFrom[e]) * step;
            for (int row = from - top; row < to; row++) {
                crossings[crossFill[row]++] =
                        (int) (x >> PolygonEdges.SHIFT) + (int) ((x + BELOW_ONE) >> PolygonEdges.SHIFT);
                x += step;
            }
        }
        for (int row = 0; row < rows; row++) {
            pairCrossings(row, band + row, width);
        }
    }

    private void pairCrossings(int crossRow, int row, int width) {
        int from = crossStart[crossRow];
        int to = crossFill[crossRow];
        int[] x = crossings;
        if (to - from > FEW) {
            Arrays.sort(x, from, to);
        } else {
            for (int i = from + 1; i < to; i++) {
                int value = x[i];
                int j = i - 1;
                while (j >= from && x[j] > value) {
                    x[j + 1] = x[j];
                    j--;
                }
                x[j + 1] = value;
            }
        }
        for (int i = from; i + 1 < to; i += 2) {
            int left = Math.max(0, (x[i] + 1) >> 1);
            int right = Math.min(width - 1, x[i + 1] >> 1);
            if (left <= right) {
                rowIntervals.add(row, left, right);
            }
        }
    }

    void trim(int kept) {
        edges.trim(kept);
        rowIntervals.trim(kept);
        if (crossStart.length > kept) {
            crossStart = new int[INITIAL];
            crossFill = new int[INITIAL];
        }
        if (crossings.length > kept) {
            crossings = new int[INITIAL];
        }
    }
}
