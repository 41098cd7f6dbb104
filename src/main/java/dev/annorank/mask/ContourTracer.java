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
    private static final int NONE = 0;
    private static final int SOUTH_WEST = 1;
    private static final int SOUTH_EAST = 2;
    private static final int NORTH_EAST = 3;
    private static final int NORTH_WEST = 4;

    /** Successor of the start (2 r) and of the end (2 r + 1) of run r, as such an index; complemented once visited. */
    private int[] next = new int[INITIAL];

    private int[] extraLines = new int[0];

    private long straight;
    private long diagonal;
    private long area2;

    /**
     * Measures a mask.
     *
     * @param columns whether the lines are columns; matters only for which of two contours of equal area comes first
     */
    Shape measure(LineRuns mask, boolean columns) {
        if (mask.runs == 0) {
            return Shape.EMPTY;
        }
        link(mask);
        boolean repeats = mask.repeatedRuns > 0;
        if (repeats) {
            spreadRepeats(mask);
        }
        int contours = 0;
        int best = -1;
        long bestArea2 = -1;
        long bestStraight = 0;
        long bestDiagonal = 0;
        for (int line = 0; line < mask.lines; line++) {
            boolean inside = false;
            int lineEnd = mask.firstRun[line + 1];
            for (int run = mask.firstRun[line]; run < lineEnd; run++) {
                if (!inside) {
                    inside = true;
                    if (next[2 * run] >= 0) {
                        trace(mask, run, repeats);
                        contours++;
                        if (area2 > bestArea2 || (area2 == bestArea2 && isListedBefore(mask, run, best, columns))) {
                            best = run;
                            bestArea2 = area2;
                            bestStraight = straight;
                            bestDiagonal = diagonal;
                        }
                    }
                }
                if (next[2 * run + 1] < 0) {
                    inside = false;
                }
            }
        }
        return new Shape(bestStraight + bestDiagonal * DiagonalLengths.UNIT, bestArea2 * 0.5, contours);
    }

    /** Finds the successor of every start and end. */
    private void link(LineRuns mask) {
        if (next.length < 2 * mask.runs) {
            next = new int[Math.max(2 * mask.runs, 2 * next.length)];
        }
        int[] firstRun = mask.firstRun;
        for (int run = 0; run < firstRun[1]; run++) {
            next[2 * run + 1] = 2 * run;
        }
        int last = mask.lines - 1;
        for (int line = 0; line < last; line++) {
            linkLines(mask.start, mask.end, firstRun[line], firstRun[line + 1], firstRun[line + 2]);
        }
        for (int run = firstRun[last]; run < mask.runs; run++) {
            next[2 * run] = 2 * run + 1;
        }
    }

    /** Links the starts of the runs {@code above} to {@code below} and the ends of the next line, up to {@code stop}. */
    private void linkLines(int[] start, int[] end, int above, int below, int stop) {
        int[] to = next;
        int lower = below;
        for (int run = above; run < below; run++) {
            while (lower < stop && end[lower] + 1 < start[run]) {
                lower++;
            }
            if (lower == stop || start[lower] > end[run] + 1) {
                to[2 * run] = 2 * run + 1;
            } else if (run > above && start[lower] <= end[run - 1] + 1) {
                to[2 * run] = 2 * run - 1;
            } else {
                to[2 * run] = 2 * lower;
            }
        }
        int upper = above - 1;
        for (int run = below; run < stop; run++) {
            while (upper + 1 < below && start[upper + 1] <= end[run] + 1) {
                upper++;
            }
            if (upper < above || end[upper] + 1 < start[run]) {
                to[2 * run + 1] = 2 * run;
            } else if (run + 1 < stop && start[run + 1] <= end[upper] + 1) {
                to[2 * run + 1] = 2 * run + 2;
            } else {
                to[2 * run + 1] = 2 * upper + 1;
            }
        }
    }

    private void spreadRepeats(LineRuns mask) {
        if (extraLines.length < mask.runs) {
            extraLines = new int[mask.runs];
        } else {
            Arrays.fill(extraLines, 0, mask.runs, 0);
        }
        for (int i = 0; i < mask.repeatedRuns; i++) {
            extraLines[mask.repeated[i]] = mask.repeats[i];
        }
    }

    /**
     * Follows the border through the start of a run that has none above it. There the border turns, so no diagonal
     * stretch crosses the place where the walk begins and ends.
     */
    private void trace(LineRuns mask, int first, boolean repeats) {
        int[] start = mask.start;
        int[] end = mask.end;
        int[] to = next;
        long steps = 0;
        long slant = 0;
        long twice = 0;
        int heading = NONE;
        int length = 0;
        int node = 2 * first;
        do {
            int target = to[node];
            to[node] = ~target;
            int run = node >> 1;
            int other = target >> 1;
            boolean down = (node & 1) == 0;
            if (repeats && extraLines[run] > 0) {
                steps += extraLines[run];
                twice += 2L * extraLines[run] * (down ? start[run] : -end[run]);
                heading = NONE;
            }
            if (down) {
                int from = start[run];
                if ((target & 1) == 0) {
                    int d = start[other] - from;
                    if (d == 0) {
                        steps++;
                        twice += 2L * from;
                        heading = NONE;
                    } else if (d < 0) {
                        length = heading == SOUTH_WEST ? length + 1 : 1;
                        slant += DiagonalLengths.gain(length);
                        steps += -d - 1;
                        twice += 2L * from - 1;
                        heading = d == -1 ? SOUTH_WEST : NONE;
                    } else {
                        length = d == 1 && heading == SOUTH_EAST ? length + 1 : 1;
                        slant += DiagonalLengths.gain(length);
                        steps += d - 1;
                        twice += 2L * (from + d) - 1;
                        heading = SOUTH_EAST;
                    }
                } else if (other == run) {
                    steps += end[run] - from;
                    heading = NONE;
                } else {
                    length = heading == SOUTH_WEST ? length + 1 : 1;
                    slant += DiagonalLengths.gain(length) + DiagonalLengths.gain(1);
                    steps += from - end[other] - 2;
                    twice += 2L * (from - end[other]) - 2;
                    heading = NORTH_WEST;
                    length = 1;
                }
            } else {
                int from = end[run];
                if ((target & 1) != 0) {
                    int d = end[other] - from;
                    if (d == 0) {
                        steps++;
                        twice -= 2L * from;
                        heading = NONE;
                    } else if (d > 0) {
                        length = heading == NORTH_EAST ? length + 1 : 1;
                        slant += DiagonalLengths.gain(length);
                        steps += d - 1;
                        twice -= 2L * from + 1;
                        heading = d == 1 ? NORTH_EAST : NONE;
                    } else {
                        length = d == -1 && heading == NORTH_WEST ? length + 1 : 1;
                        slant += DiagonalLengths.gain(length);
                        steps += -d - 1;
                        twice -= 2L * (from + d) + 1;
                        heading = NORTH_WEST;
                    }
                } else if (other == run) {
                    steps += from - start[run];
                    heading = NONE;
                } else {
                    length = heading == NORTH_EAST ? length + 1 : 1;
                    slant += DiagonalLengths.gain(length) + DiagonalLengths.gain(1);
                    steps += start[other] - from - 2;
                    twice += 2L * (start[other] - from) - 2;
                    heading = SOUTH_EAST;
                    length = 1;
                }
            }
            node = target;
        } while (node != 2 * first);
        straight = steps;
        diagonal = slant;
        area2 = Math.abs(twice);
    }

    /** Whether OpenCV lists the contour through run a before the one through run b. */
    private boolean isListedBefore(LineRuns mask, int a, int b, boolean columns) {
        // A scan by rows meets contours at their first pixels; the one met last is listed first.
        return columns ? firstPixel(mask, a) > firstPixel(mask, b) : a > b;
    }

    /** For lines that are columns: orders contours by the row, then the column, of their topmost leftmost pixel. */
    private long firstPixel(LineRuns mask, int first) {
        long least = Long.MAX_VALUE;
        int node = 2 * first;
        do {
            if ((node & 1) == 0) {
                least = Math.min(least, (long) mask.start[node >> 1] << 32 | node);
            }
            node = ~next[node];
        } while (node != 2 * first);
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
