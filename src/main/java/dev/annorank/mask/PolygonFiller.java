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
 * intervals are sorted and joined. Cost follows the number of edges and the rows they span, never the area. How many
 * intervals a row will hold is counted beforehand, so they lie row by row in one array.
 *
 * <p>Not thread-safe: buffers are reused.
 */
final class PolygonFiller {
    private static final int INITIAL = 2048;
    private static final long LOW = 0xFFFFFFFFL;
    private static final long BELOW_ONE = (1L << PolygonEdges.SHIFT) - 1;

    private final PolygonEdges edges = new PolygonEdges();

    /** For each row where its intervals begin, and where the next one goes. An interval is first pixel, last pixel. */
    private int[] rowStart = new int[INITIAL];

    private int[] rowFill = new int[INITIAL];
    private long[] intervals = new long[INITIAL];

    private int[] crossStart = new int[INITIAL];
    private int[] crossFill = new int[INITIAL];

    /** A crossing's x rounded down plus the same rounded up: that orders them and keeps both. */
    private int[] crossings = new int[INITIAL];

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
        if (edges.lastRow < first) {
            out.close();
            return -1;
        }
        layOut(first, rows);
        drawLines(first);
        for (int part = 0; part < polygons.parts(); part++) {
            fillInterior(partEdges[part], partEdges[part + 1], first, rows, width);
        }
        join(rows, out);
        return first;
    }

    /** Counts each row's intervals and reserves their place. */
    private void layOut(int first, int rows) {
        if (rowStart.length < rows + 2) {
            rowStart = new int[2 * rows + 2];
            rowFill = new int[2 * rows + 2];
            crossStart = new int[2 * rows + 2];
            crossFill = new int[2 * rows + 2];
        }
        // Differences from row to row, in half intervals: two crossings are one.
        int[] halves = rowStart;
        Arrays.fill(halves, 0, rows + 1, 0);
        for (int e = 0; e < edges.size; e++) {
            int y1 = edges.lineY1[e];
            int y2 = edges.lineY2[e];
            if (y1 >= 0) {
                halves[Math.min(y1, y2) - first] += 2;
                halves[Math.max(y1, y2) - first + 1] -= 2;
            }
            if (edges.crossFrom[e] < edges.crossTo[e]) {
                halves[edges.crossFrom[e] - first]++;
                halves[edges.crossTo[e] - first]--;
            }
        }
        int count = 0;
        int at = 0;
        for (int row = 0; row < rows; row++) {
            count += halves[row];
            rowStart[row] = at;
            rowFill[row] = at;
            at += count >> 1;
        }
        if (intervals.length < at) {
            intervals = new long[Math.max(at, 2 * intervals.length)];
        }
    }

    private void drawLines(int first) {
        for (int e = 0; e < edges.size; e++) {
            if (edges.lineY1[e] >= 0) {
                drawLine(edges.lineX1[e], edges.lineY1[e] - first, edges.lineX2[e], edges.lineY2[e] - first);
            }
        }
    }

    /**
     * Adds the pixels of a line from left to right. Along the longer axis its k-th pixel is floor((2 m k + n - 1) / 2n)
     * off along the shorter one, for n and m steps: Bresenham's line as OpenCV rounds it.
     */
    private void drawLine(int x1, int y1, int x2, int y2) {
        int dx = x2 - x1;
        int dy = Math.abs(y2 - y1);
        int down = y2 < y1 ? -1 : 1;
        int[] fill = rowFill;
        long[] out = intervals;
        if (dy > dx) {
            int x = x1;
            int error = dy - 1;
            int row = y1;
            for (int k = 0; k <= dy; k++) {
                out[fill[row]++] = (long) x << 32 | x;
                row += down;
                error += 2 * dx;
                if (error >= 2 * dy) {
                    error -= 2 * dy;
                    x++;
                }
            }
        } else if (dy == 0) {
            out[fill[y1]++] = (long) x1 << 32 | x2;
        } else {
            // The row j below (or above) the first begins at pixel floor((2 n j - n + 2 m) / 2m).
            int whole = dx / dy;
            int part = 2 * (dx - whole * dy);
            int reach = dx + 2 * dy;
            int begin = reach / (2 * dy);
            int error = reach - begin * 2 * dy;
            int from = 0;
            int row = y1;
            for (int j = 0; j < dy; j++) {
                out[fill[row]++] = (long) (x1 + from) << 32 | (x1 + begin - 1);
                row += down;
                from = begin;
                begin += whole;
                error += part;
                if (error >= 2 * dy) {
                    error -= 2 * dy;
                    begin++;
                }
            }
            out[fill[row]++] = (long) (x1 + from) << 32 | x2;
        }
    }

    /** Adds the intervals between the crossings of one part's edges. */
    private void fillInterior(int fromEdge, int toEdge, int first, int rows, int width) {
        int[] differences = crossStart;
        Arrays.fill(differences, 0, rows + 1, 0);
        for (int e = fromEdge; e < toEdge; e++) {
            if (edges.crossFrom[e] < edges.crossTo[e]) {
                differences[edges.crossFrom[e] - first]++;
                differences[edges.crossTo[e] - first]--;
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
            long x = edges.crossX[e];
            long step = edges.crossStep[e];
            int end = edges.crossTo[e] - first;
            for (int row = edges.crossFrom[e] - first; row < end; row++) {
                crossings[crossFill[row]++] =
                        (int) (x >> PolygonEdges.SHIFT) + (int) ((x + BELOW_ONE) >> PolygonEdges.SHIFT);
                x += step;
            }
        }
        for (int row = 0; row < rows; row++) {
            pairCrossings(row, width);
        }
    }

    private void pairCrossings(int row, int width) {
        int from = crossStart[row];
        int to = crossFill[row];
        int[] x = crossings;
        for (int i = from + 1; i < to; i++) {
            int value = x[i];
            int j = i - 1;
            while (j >= from && x[j] > value) {
                x[j + 1] = x[j];
                j--;
            }
            x[j + 1] = value;
        }
        for (int i = from; i + 1 < to; i += 2) {
            int left = Math.max(0, (x[i] + 1) >> 1);
            int right = Math.min(width - 1, x[i + 1] >> 1);
            if (left <= right) {
                intervals[rowFill[row]++] = (long) left << 32 | right;
            }
        }
    }

    /** Sorts and joins each row's intervals. */
    private void join(int rows, MaskRuns out) {
        long[] in = intervals;
        for (int row = 0; row < rows; row++) {
            int from = rowStart[row];
            int to = rowFill[row];
            for (int i = from + 1; i < to; i++) {
                long value = in[i];
                int j = i - 1;
                while (j >= from && in[j] > value) {
                    in[j + 1] = in[j];
                    j--;
                }
                in[j + 1] = value;
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
        out.close();
    }

    void trim(int kept) {
        edges.trim(kept);
        if (rowStart.length > kept) {
            rowStart = new int[INITIAL];
            rowFill = new int[INITIAL];
            crossStart = new int[INITIAL];
            crossFill = new int[INITIAL];
        }
        if (intervals.length > kept) {
            intervals = new long[INITIAL];
        }
        if (crossings.length > kept) {
            crossings = new int[INITIAL];
        }
    }
}
