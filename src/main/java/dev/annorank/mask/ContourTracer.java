package dev.annorank.mask;

import java.util.Arrays;

/**
 * Measures the external contours of a mask given as runs: those that OpenCV's {@code findContours(RETR_EXTERNAL,
 * CHAIN_APPROX_SIMPLE)} finds, with the area of {@code contourArea} and the closed length of {@code arcLength}.
 *
 * <p>Foreground is 8-connected. A border runs down along the starts of runs and up along their ends; where no run
 * follows below (or above) it turns along the run, and where two runs of a line are joined by one of the next it goes
 * along the gap between them. So each start and each end has exactly one successor that depends on two neighbouring
 * lines only, and a border is measured from run to run: the cost follows the number of runs, never the area.
 *
 * <p>The chain code between two run ends is known from their coordinates: some steps along the line and at most one
 * diagonal or straight step to the next line. Only the lengths of maximal diagonal stretches need care, since OpenCV
 * rounds each to float32; see {@link DiagonalLengths}. The shoelace area is the sum of 2x dy over the steps, halved.
 *
 * <p>A component inside a hole of another is not external. As in OpenCV's raster scan, walking a line tells: past a
 * start that an external border visited one is inside, past an end that it visited one is outside again.
 *
 * <p>Not thread-safe: buffers are reused.
 */
final class ContourTracer {
    private static final int INITIAL = 2048;
    private static final long UNKNOWN = -1;

    /**
     * Ways to step to the next line: straight; diagonally at once, to the side where the background is; or diagonally
     * after going along the run.
     */
    private static final int NONE = 0;

    private static final int EARLY = 1;
    private static final int LATE = 2;
    private static final int NEVER = 3;

    /** By how far the next run's end is off, from two or more toward the background to two or more away from it. */
    private static final int[] DIAGONALS = {1, 1, 0, 1, 1};

    /** The diagonal that such a step begins with and the one that it ends with. */
    private static final int[] FIRST = {EARLY, EARLY, NEVER, LATE, NEVER};

    private static final int[] LAST = {NONE, EARLY, NONE, LATE, LATE};

    /** Successor of the start (2 r) and of the end (2 r + 1) of run r, as such an index; complemented once visited. */
    private int[] next = new int[INITIAL];

    private int[] extraLines = new int[0];

    private long straight;
    private long diagonal;
    private long area2;

    /** Where the contour that counts begins, -1 if there is none. */
    private int best;

    /**
     * Measures a mask.
     *
     * @param columns whether the lines are columns; matters only for which of two contours of equal area comes first
     */
    Shape measure(MaskRuns mask, boolean columns) {
        link(mask);
        boolean repeats = mask.repeatedRuns > 0;
        if (repeats) {
            spreadRepeats(mask);
        }
        int contours = 0;
        best = -1;
        long bestRank = UNKNOWN;
        long bestArea2 = -1;
        long bestStraight = 0;
        long bestDiagonal = 0;
        boolean inside = false;
        for (int start = 0; start < 2 * mask.size; start += 2) {
            if (!inside && next[start] >= 0) {
                trace(mask, start, repeats);
                contours++;
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
                    bestStraight = straight;
                    bestDiagonal = diagonal;
                }
            }
            inside = next[start + 1] >= 0;
        }
        if (contours == 0) {
            return Shape.EMPTY;
        }
        return new Shape(bestStraight + bestDiagonal * DiagonalLengths.UNIT, bestArea2 * 0.5, contours);
    }

    /** Finds the successor of every start and end. */
    private void link(MaskRuns mask) {
        int nodes = 2 * mask.size;
        if (next.length < nodes) {
            next = new int[Math.max(nodes, 2 * next.length)];
        }
        int[] to = next;
        int[] ends = mask.ends;
        int stride = mask.stride;
        // Starts: the first run of the next line that touches, if any.
        int below = 0;
        int endBefore = Integer.MIN_VALUE / 2;
        for (int start = 0; start < nodes; start += 2) {
            int reach = ends[start] + stride - 1;
            while (ends[below + 1] < reach) {
                below += 2;
            }
            int end = ends[start + 1] + stride + 1;
            int first = ends[below];
            to[start] = first > end ? start + 1 : first <= endBefore ? start - 1 : below;
            endBefore = end;
        }
        // Ends: the last run of the line before that touches, if any.
        int above = -2;
        for (int start = 0; start < nodes; start += 2) {
            int reach = ends[start + 1] - stride + 1;
            while (ends[above + 2] <= reach) {
                above += 2;
            }
            int end = above < 0 ? Integer.MIN_VALUE / 2 : ends[above + 1] + stride + 1;
            to[start + 1] = end < ends[start] ? start : end >= ends[start + 2] ? start + 2 : above + 1;
        }
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
            int target = ~next[node];
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
     * Follows the border through the start of a run that has none above it. There the border turns, so no diagonal
     * stretch crosses the place where the walk begins and ends.
     *
     * <p>Going up along ends is going down along starts, turned by 180 degrees: x is how far the walk has come along
     * the line as seen by one who walks downward, and changes its sign where the walk turns.
     */
    private void trace(MaskRuns mask, int first, boolean repeats) {
        int[] ends = mask.ends;
        int[] to = next;
        int stride = mask.stride;
        long steps = 0;
        long slant = 0;
        long twice = 0;
        long x = 0;
        int heading = NONE;
        int length = 0;
        int node = first;
        do {
            int target = to[node];
            to[node] = ~target;
            int off = ends[target] - ends[node];
            int side = node & 1;
            if (repeats && extraLines[node >> 1] > 0) {
                int extra = extraLines[node >> 1];
                steps += extra;
                twice += 2L * extra * x;
                heading = NONE;
            }
            if (((target ^ node) & 1) == 0) {
                // Outlines are ragged, so branches on d would be mispredicted: off or -off by side, then a table.
                int d = (off ^ -side) + side - stride;
                int kind = Math.max(-2, Math.min(2, d)) + 2;
                // One more where the same diagonal goes on, else one, or none for a straight step.
                length = (length & (((FIRST[kind] ^ heading) - 1) >> 31)) + DIAGONALS[kind];
                heading = LAST[kind];
                slant += DiagonalLengths.gain(length);
                steps += Math.abs(Math.abs(d) - 1);
                twice += 2 * (x + Math.max(d, 0)) - DIAGONALS[kind];
                x += d;
            } else if ((target ^ node) == 1) {
                int along = Math.abs(off);
                steps += along;
                x = -(x + along);
                heading = NONE;
            } else {
                int gap = Math.abs(off);
                length = heading == EARLY ? length + 1 : 1;
                slant += DiagonalLengths.gain(length) + DiagonalLengths.gain(1);
                steps += gap - 2;
                twice += 2L * gap - 2;
                x = -(x - gap);
                heading = LATE;
                length = 1;
            }
            node = target;
        } while (node != first);
        straight = steps;
        diagonal = slant;
        area2 = Math.abs(twice);
    }

    /**
     * Orders contours as a scan by rows meets their first pixels; OpenCV lists the one met last first. For columns that
     * is the row, then the column, of the topmost leftmost pixel.
     */
    private long rank(MaskRuns mask, int first, boolean columns) {
        if (!columns) {
            return first;
        }
        long least = Long.MAX_VALUE;
        int node = first;
        do {
            if ((node & 1) == 0) {
                least = Math.min(least, (long) (mask.ends[node] % mask.stride) << 32 | node);
            }
            node = ~next[node];
        } while (node != first);
        return least;
    }

    void trim(int kept) {
        if (next.length > kept) {
            next = new int[INITIAL];
        }
        if (extraLines.length > kept) {
            extraLines = new int[0];
        }
    }
}
