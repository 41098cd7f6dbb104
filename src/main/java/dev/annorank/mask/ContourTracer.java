package dev.annorank.mask;

import java.util.Arrays;

/**
 * Measures the external contours of a mask given as runs: those that OpenCV's {@code findContours(RETR_EXTERNAL,
 * CHAIN_APPROX_SIMPLE)} finds, with the area of {@code contourArea} and the closed length of {@code arcLength}.
 *
 * <p>Foreground is 8-connected. A border runs down along the starts of runs and up along their ends; where no run
 * follows below (or above) it turns along the run, and where two runs of a line are joined by one of the next it goes
 * along the gap between them. So each start and each end has exactly one successor that depends on two neighbouring
 * lines only, and all borders are measured in one sweep over the runs, see {@link BorderSweep}: the cost follows the
 * number of runs, never the area.
 *
 * <p>A component inside a hole of another is not external. As in OpenCV's raster scan, walking a line tells: past a
 * start that an external border visited one is inside, past an end that it visited one is outside again.
 *
 * <p>Not thread-safe: buffers are reused.
 */
final class ContourTracer {
    private static final long UNKNOWN = -1;

    private final BorderSweep borders = new BorderSweep();
    private int[] extraLines = new int[0];

    private long length;
    private long area2;

    /** Where the contour that counts begins, -1 if there is none. */
    private int best;

    /**
     * Measures a mask.
     *
     * @param columns whether the lines are columns; matters only for which of two contours of equal area comes first
     */
    Shape measure(MaskRuns mask, boolean columns) {
        if (mask.repeatedRuns > 0) {
            spreadRepeats(mask);
        }
        borders.sweep(mask, extraLines);
        int contours = 0;
        best = -1;
        long bestRank = UNKNOWN;
        long bestArea2 = -1;
        long bestLength = 0;
        for (int opening = 0; opening < borders.openings; opening++) {
            if (isExternal(opening)) {
                add(opening);
                contours++;
                int start = borders.first[opening];
                boolean counts = area2 > bestArea2;
                long rank = UNKNOWN;
                if (area2 == bestArea2) {
                    // Ranks cost a walk each, so they are looked up for equals only, and once.
                    bestRank = bestRank == UNKNOWN ? rank(mask, best, columns) : bestRank;
                    rank = rank(mask, start, columns);
                    counts = rank > bestRank;
                }
                if (counts) {
                    best = start;
                    bestRank = rank;
                    bestArea2 = area2;
                    bestLength = length;
                }
            }
        }
        if (contours == 0) {
            return Shape.EMPTY;
        }
        return new Shape(bestLength * DiagonalLengths.UNIT, bestArea2 * 0.5, contours);
    }

    /** Whether an opening is the first of an external border. */
    private boolean isExternal(int opening) {
        int before = borders.before[opening];
        return borders.after[opening] >= 0
                && (before == BorderSweep.NOTHING || (before >= 0 && borders.after[before] < 0));
    }

    /** Adds up a border's openings and complements what comes after each. */
    private void add(int opening) {
        int[] after = borders.after;
        long lengths = 0;
        long twice = 0;
        int at = opening;
        do {
            lengths += borders.length[2 * at] + borders.length[2 * at + 1];
            twice += borders.area2[2 * at] + borders.area2[2 * at + 1];
            int following = after[at];
            after[at] = ~following;
            at = following;
        } while (at != opening);
        length = lengths;
        area2 = Math.abs(twice);
    }

    /**
     * Hands over the points at which the contour that counted passes from run to run: all its corners, in order.
     *
     * @param columns whether the lines are columns
     * @param firstLine which row or column of the image the mask's first line is
     */
    void outline(MaskRuns mask, boolean columns, int firstLine, OutlineSimplifier out) {
        if (best < 0) {
            return;
        }
        int[] ends = mask.ends;
        int[] next = borders.next;
        int stride = mask.stride;
        boolean repeats = mask.repeatedRuns > 0;
        if (!repeats && !mask.isShifted()) {
            out.addBorder(ends, next, best, stride, firstLine, columns);
            return;
        }
        int line = ends[best] / stride;
        int node = best;
        do {
            int position = ends[node] - line * stride;
            int across = firstLine + line + mask.shift(node >> 1);
            int extra = repeats ? extraLines[node >> 1] : 0;
            boolean up = (node & 1) != 0;
            add(out, columns, across + (up ? extra : 0), position);
            if (extra > 0) {
                add(out, columns, across + (up ? 0 : extra), position);
            }
            int target = next[node];
            if (((target ^ node) & 1) == 0) {
                line += (node & 1) == 0 ? 1 : -1;
            }
            node = target;
        } while (node != best);
    }

    private static void add(OutlineSimplifier out, boolean columns, int across, int along) {
        if (columns) {
            out.add(across, along);
        } else {
            out.add(along, across);
        }
    }

    private void spreadRepeats(MaskRuns mask) {
        if (extraLines.length < mask.size) {
            extraLines = new int[mask.size];
        } else {
            Arrays.fill(extraLines, 0, mask.size, 0);
        }
        for (int i = 0; i < mask.repeatedRuns; i++) {
            extraLines[mask.repeated[i]] = mask.repeats[i];
        }
    }

    /**
     * Orders contours as a scan by rows meets their first pixels; OpenCV lists the one met last first. For columns that
     * is the row, then the column, of the topmost leftmost pixel.
     */
    private long rank(MaskRuns mask, int first, boolean columns) {
        if (!columns) {
            return first;
        }
        int[] next = borders.next;
        long least = Long.MAX_VALUE;
        int node = first;
        do {
            if ((node & 1) == 0) {
                least = Math.min(least, (long) (mask.ends[node] % mask.stride) << 32 | node);
            }
            node = next[node];
        } while (node != first);
        return least;
    }

    void trim(int kept) {
        borders.trim(kept);
        if (extraLines.length > kept) {
            extraLines = new int[0];
        }
    }
}
