package dev.annorank.mask;

import dev.annorank.model.Segmentation;
import java.util.Arrays;

/**
 * Counts the pairs of a polygon's edges whose boxes overlap. Each of them is compared to tell whether the polygon crosses
 * itself, in some 300 to 600 ns. Of an outline that somebody drew they are a few an edge; of a fine comb they are all.
 */
final class EdgePairs {
    /** To find a pair is so much quicker than to compare it. */
    private static final int LOOKS_A_PAIR = 64;
    /** Parts of a polygon's width that a position is rounded down to, for sorting only. */
    private static final double FINENESS = 0x1p30;

    private final double[] left;
    private final double[] right;
    private final double[] top;
    private final double[] bottom;
    /** Edges by left end: its position above, the edge's number below. */
    private final long[] order;

    private double origin = Double.MAX_VALUE;
    private double width;

    private EdgePairs(double[] xy, int from, int to) {
        int edges = (to - from) / 2;
        left = new double[edges];
        right = new double[edges];
        top = new double[edges];
        bottom = new double[edges];
        order = new long[edges];
        double end = -Double.MAX_VALUE;
        for (int i = 0; i < edges; i++) {
            int a = from + 2 * i;
            int b = i + 1 == edges ? from : a + 2;
            left[i] = Math.min(xy[a], xy[b]);
            right[i] = Math.max(xy[a], xy[b]);
            top[i] = Math.min(xy[a + 1], xy[b + 1]);
            bottom[i] = Math.max(xy[a + 1], xy[b + 1]);
            origin = Math.min(origin, left[i]);
            end = Math.max(end, right[i]);
        }
        width = Math.max(end - origin, Double.MIN_NORMAL);
        for (int i = 0; i < edges; i++) {
            order[i] = position(left[i]) << Integer.SIZE | i;
        }
        Arrays.sort(order);
    }

    private long position(double x) {
        return (long) ((x - origin) / width * FINENESS);
    }

    /**
     * Pairs of all parts together, or more; edges of one part are not compared with those of another.
     *
     * @param limit above it, the answer is any number above it
     */
    static double atMost(Segmentation.Polygons polygons, long limit) {
        double all = 0;
        for (int part = 0; part < polygons.parts(); part++) {
            double edges = (polygons.partEnds()[part] - polygons.partStart(part)) / 2.0;
            all += edges * (edges - 1) / 2;
        }
        if (all <= limit) {
            return all;
        }
        double found = 0;
        for (int part = 0; part < polygons.parts() && found <= limit; part++) {
            found += new EdgePairs(polygons.coordinates(), polygons.partStart(part), polygons.partEnds()[part])
                    .count(limit);
        }
        return found;
    }

    private long count(long limit) {
        long pairs = 0;
        long looks = LOOKS_A_PAIR * limit;
        for (int a = 0; a < order.length; a++) {
            int i = (int) order[a];
            long end = position(right[i]);
            for (int b = a + 1; b < order.length && order[b] >> Integer.SIZE <= end; b++) {
                int j = (int) order[b];
                if (top[j] <= bottom[i] && bottom[j] >= top[i]) {
                    pairs++;
                }
                if (pairs > limit || --looks < 0) {
                    return limit + 1;
                }
            }
        }
        return pairs;
    }
}
