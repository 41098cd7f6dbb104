package dev.annorank.mask;

import dev.annorank.model.Segmentation;
import java.util.Arrays;
import org.locationtech.jts.algorithm.CGAlgorithmsDD;

/**
 * Whether a polygon crosses itself: two of its edges have a point within both in common and do not lie on one line, or
 * the line goes through an edge at a vertex. One that only touches itself does not cross. Parts are not compared with each
 * other.
 *
 * <p>Edges are sorted by their left ends, and each is compared with those that begin before it ends. That is quick for
 * what somebody drew and would not be for a scribble, so work is bounded: a polygon of more than {@value #MAX_VERTICES}
 * vertices is not looked at, and one that needs more than {@value #PAIRS_AN_EDGE} comparisons an edge only in part. Both
 * count as not crossing unless a crossing was found. Orientations are exact.
 *
 * <p>Not thread-safe: buffers are reused.
 */
public final class SelfCrossing {
    /** A polygon of more vertices is not looked at. */
    public static final int MAX_VERTICES = 2_000;

    private static final int PAIRS_AN_EDGE = 64;
    private static final int MIN_VERTICES = 4;

    private final double[] xs = new double[MAX_VERTICES + 2];
    private final double[] ys = new double[MAX_VERTICES + 2];

    /** Bits of an edge's number. */
    private static final int EDGE_BITS = 11;
    /** Parts of a pixel that a position is rounded down to, for sorting only. */
    private static final double FINENESS = 0x1p27;

    /** Edges by left end: its position above, the edge's number below. */
    private final long[] order = new long[MAX_VERTICES];

    /** Whether a polygon of the segmentation crosses itself; false for run lengths. */
    public boolean isIn(Segmentation segmentation) {
        if (segmentation instanceof Segmentation.Polygons polygons) {
            for (int part = 0; part < polygons.parts(); part++) {
                int vertices = load(polygons.coordinates(), polygons.partStart(part), polygons.partEnds()[part]);
                if (vertices >= MIN_VERTICES && crosses(vertices)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Takes the vertices over, equal neighbours once, and the first two again behind the last; gives their number. */
    private int load(double[] xy, int from, int to) {
        if (to - from > 2 * MAX_VERTICES) {
            return 0;
        }
        int n = 0;
        for (int i = from; i < to; i += 2) {
            if (n == 0 || xy[i] != xs[n - 1] || xy[i + 1] != ys[n - 1]) {
                xs[n] = xy[i];
                ys[n] = xy[i + 1];
                n++;
            }
        }
        while (n > 1 && xs[n - 1] == xs[0] && ys[n - 1] == ys[0]) {
            n--;
        }
        xs[n] = xs[0];
        ys[n] = ys[0];
        xs[n + 1] = xs[1];
        ys[n + 1] = ys[1];
        return n;
    }

    private boolean crosses(int n) {
        for (int i = 0; i < n; i++) {
            order[i] = position(Math.min(xs[i], xs[i + 1])) << EDGE_BITS | i;
        }
        Arrays.sort(order, 0, n);
        int budget = PAIRS_AN_EDGE * n;
        for (int a = 0; a < n; a++) {
            int i = edge(a);
            long right = position(Math.max(xs[i], xs[i + 1]));
            double top = Math.min(ys[i], ys[i + 1]);
            double bottom = Math.max(ys[i], ys[i + 1]);
            for (int b = a + 1; b < n; b++) {
                if (order[b] >> EDGE_BITS > right) {
                    break;
                }
                if (--budget < 0) {
                    return false;
                }
                int j = edge(b);
                if (areNeighbours(i, j, n)) {
                    continue;
                }
                if (Math.min(ys[j], ys[j + 1]) <= bottom && Math.max(ys[j], ys[j + 1]) >= top && cross(i, j)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Neighbours share a vertex, which is no crossing, and would need exact arithmetic to be told so. */
    private static boolean areNeighbours(int i, int j, int n) {
        int apart = Math.abs(i - j);
        return apart == 1 || apart == n - 1;
    }

    private int edge(int place) {
        return (int) order[place] & (1 << EDGE_BITS) - 1;
    }

    /** Above zero: coordinates are within {@link Segmentation#MAX_COORDINATE}. */
    private static long position(double x) {
        return (long) ((x + Segmentation.MAX_COORDINATE) * FINENESS);
    }

    private boolean cross(int i, int j) {
        int fromSide = side(i, j);
        int toSide = side(i, j + 1);
        if (fromSide * toSide > 0) {
            return false;
        }
        int backSide = side(j, i);
        int frontSide = side(j, i + 1);
        if (fromSide * toSide < 0) {
            return backSide * frontSide < 0 || (frontSide == 0 && backSide * side(j, i + 2) < 0);
        }
        return toSide == 0 && backSide * frontSide < 0 && fromSide * side(i, j + 2) < 0;
    }

    /** On which side of the line through an edge a vertex lies: 1, -1, or 0 for on it. */
    private int side(int edge, int vertex) {
        return CGAlgorithmsDD.orientationIndex(xs[edge], ys[edge], xs[edge + 1], ys[edge + 1], xs[vertex], ys[vertex]);
    }
}
