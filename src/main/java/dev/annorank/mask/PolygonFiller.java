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
 * <p>Nothing is painted. A sweep goes down the rows with the edges that touch each; see {@link RowIntervals} for how their
 * pixels become runs. Most rows are between two edges and the same two as the row before: those are done in one loop.
 * Cost follows the number of edges and the rows they span, never the area.
 *
 * <p>Not thread-safe: buffers are reused.
 */
final class PolygonFiller {
    private static final int INITIAL = 64;

    private final PolygonEdges edges = new PolygonEdges();
    private final RowIntervals intervals = new RowIntervals();

    /** The edges by their first row, which is in the upper half, and their number, which is in the lower. */
    private long[] byTop = new long[INITIAL];

    /** The edges that touch the row, ascending. */
    private int[] active = new int[INITIAL];

    private int activeSize;

    /** Fills and gives the row of the first line, -1 if no pixel is set; all rows are within the image. */
    int fill(Segmentation.Polygons polygons, int width, int height, MaskRuns out) {
        out.clear(width);
        edges.read(polygons, width, height);
        int size = edges.size;
        if (size == 0) {
            out.close();
            return -1;
        }
        reserve(size);
        for (int e = 0; e < size; e++) {
            byTop[e] = (long) edges.top[e] << 32 | e;
        }
        Arrays.sort(byTop, 0, size);
        int first = row(byTop[0]);
        activeSize = 0;
        int row = first;
        int next = 0;
        while (next < size || activeSize > 0) {
            if (activeSize == 0) {
                row = row(byTop[next]);
            }
            int begun = next;
            while (next < size && row(byTop[next]) == row) {
                next++;
            }
            activate(begun, next);
            if (activeSize == 2 && begun == next) {
                int end = Math.min(edges.bottom[active[0]], edges.bottom[active[1]]);
                if (next < size) {
                    end = Math.min(end, row(byTop[next]));
                }
                if (row < end && edges.isWhole(active[0]) && edges.isWhole(active[1])) {
                    fillBetween(row, end, first, width, out);
                    row = end;
                    continue;
                }
            }
            intervals.join(edges, active, activeSize, row, width, (row - first) * out.stride, out);
            row++;
            retire(row);
        }
        out.close();
        return first;
    }

    private static int row(long byTop) {
        return (int) (byTop >> 32);
    }

    /** Merges the edges of a range of {@link #byTop} into the active ones. */
    private void activate(int from, int to) {
        int i = activeSize - 1;
        int into = activeSize + to - from - 1;
        for (int j = to - 1; j >= from; j--) {
            int edge = (int) byTop[j];
            while (i >= 0 && active[i] > edge) {
                active[into--] = active[i--];
            }
            active[into--] = edge;
        }
        activeSize += to - from;
    }

    /** Drops the edges that touch no row from this one on. */
    private void retire(int row) {
        int kept = 0;
        for (int i = 0; i < activeSize; i++) {
            active[kept] = active[i];
            kept += edges.bottom[active[i]] >= row ? 1 : 0;
        }
        activeSize = kept;
    }

    /** Adds the runs of rows from one to another, the last exclusive, that the two active edges, of one part, go through. */
    private void fillBetween(int from, int to, int first, int width, MaskRuns out) {
        int a = active[0];
        int b = active[1];
        out.reserve(out.size + to - from);
        int shift = edges.shift;
        long aStep = edges.lineStep[a];
        long aLeft = edges.left[a] + from * aStep;
        long aRight = edges.right[a] + from * aStep;
        long aCrossStep = edges.crossStep[a];
        long aCross = edges.cross[a] + from * aCrossStep;
        long bStep = edges.lineStep[b];
        long bLeft = edges.left[b] + from * bStep;
        long bRight = edges.right[b] + from * bStep;
        long bCrossStep = edges.crossStep[b];
        long bCross = edges.cross[b] + from * bCrossStep;
        int stride = out.stride;
        int line = (from - first) * stride;
        for (int row = from; row < to; row++) {
            int al = (int) (aLeft >> shift);
            int ar = (int) (aRight >> shift);
            int bl = (int) (bLeft >> shift);
            int br = (int) (bRight >> shift);
            int ac = PolygonEdges.bothRoundings(aCross);
            int bc = PolygonEdges.bothRoundings(bCross);
            int il = Math.max(0, PolygonEdges.roundedUp(Math.min(ac, bc)));
            int ir = Math.min(width - 1, PolygonEdges.roundedDown(Math.max(ac, bc)));
            // Negative where a line touches neither the interior nor the first pixel after it or before it.
            int apart = (ir + 1 - al) | (ar + 1 - il) | (ir + 1 - bl) | (br + 1 - il) | (ir - il);
            if (apart >= 0) {
                out.addReserved(line + Math.min(il, Math.min(al, bl)), line + Math.max(ir, Math.max(ar, br)));
            } else {
                intervals.join(edges, active, 2, row, width, line, out);
                out.reserve(out.size + to - row);
            }
            line += stride;
            aLeft += aStep;
            aRight += aStep;
            aCross += aCrossStep;
            bLeft += bStep;
            bRight += bStep;
            bCross += bCrossStep;
        }
    }

    private void reserve(int size) {
        if (byTop.length < size) {
            byTop = new long[Math.max(size, 2 * byTop.length)];
            active = new int[byTop.length];
        }
    }

    void trim(int kept) {
        edges.trim(kept);
        intervals.trim(kept);
        if (byTop.length > kept) {
            byTop = new long[INITIAL];
            active = new int[INITIAL];
        }
    }
}
