package dev.annorank.mask;

import java.util.Arrays;

/**
 * Lengths and areas of all borders of a mask in one sweep over its runs, each looked at once with the runs of the next
 * line that touch it.
 *
 * <p>A border opens where a run touches none of the line before, and where a second run of a line touches the same run
 * of the line before: at such an opening a border comes up along ends and goes down along starts. It closes where a run
 * touches none of the next line, and where two runs touch the same one. Between them ends and starts go on from line to
 * line. So the sums belong to openings while the sweep goes on, and a border's are those of the openings around it; what
 * closes an opening's starts says which comes next.
 *
 * <p>The chain code between two run ends is known from their coordinates: some steps along the line and at most one
 * diagonal or straight step to the next line. Only the lengths of maximal diagonal stretches need care, since OpenCV
 * rounds each to float32; see {@link DiagonalLengths}. Lengths are whole numbers in that unit, straight steps too, so
 * their order does not matter. The shoelace area is the sum of 2x dy over the steps, halved. Positions stand for x:
 * a border goes down between two lines as often as up, so what they are too much cancels out.
 *
 * <p>Nearly all of a mask is runs that touch one run each; see {@link BorderSteps} for what each adds.
 *
 * <p>Not thread-safe: buffers are reused.
 */
final class BorderSweep {
    private static final int INITIAL_RUNS = 1024;
    private static final int INITIAL_OPENINGS = 64;
    private static final long LOW = 0xFFFFFFFFL;

    /** In {@link #before}: the opening is not the first of a component. */
    static final int BETWEEN = -2;

    /** In {@link #before}: no run comes before the first of the component. */
    static final int NOTHING = -1;

    /** Successor along the border of the start (2 r) and of the end (2 r + 1) of run r, as such an index. */
    int[] next = new int[2 * INITIAL_RUNS];

    /** Openings in the order of their starts. */
    int openings;

    /** Sums of an opening's starts (2 o) and ends (2 o + 1): length, and twice the area. */
    long[] length = new long[2 * INITIAL_OPENINGS];

    long[] area2 = new long[2 * INITIAL_OPENINGS];

    /** The start with which an opening begins, and the opening whose ends follow its starts along the border. */
    int[] first = new int[INITIAL_OPENINGS];

    int[] after = new int[INITIAL_OPENINGS];

    /** The opening whose ends the run before has, where the opening is the first of a component. */
    int[] before = new int[INITIAL_OPENINGS];

    /** For each start and end its opening above, and below the row of {@link BorderSteps} to go on with. */
    private long[] open = new long[2 * INITIAL_RUNS];

    private MaskRuns mask = new MaskRuns();

    void sweep(MaskRuns runs, int[] extraLines) {
        mask = runs;
        openings = 0;
        if (next.length < 2 * runs.size + 2) {
            next = new int[Math.max(2 * runs.size + 2, 2 * next.length)];
            open = new long[next.length];
        }
        int nodes = 2 * runs.size;
        int[] ends = runs.ends;
        int stride = runs.stride;
        boolean repeats = runs.repeatedRuns > 0;
        int repeated = -1;
        // A run, and the first one that may touch it from below.
        int i = 0;
        int j = 0;
        while (i < nodes) {
            if (repeats && i != repeated && i < j && extraLines[i >> 1] > 0) {
                repeat(i, extraLines[i >> 1]);
                repeated = i;
            }
            int start = ends[i] + stride;
            int end = ends[i + 1] + stride;
            if (ends[j + 1] < start - 1) {
                begin(j);
                j += 2;
                continue;
            }
            if (ends[j] > end + 1) {
                finish(i);
                i += 2;
                continue;
            }
            if (!repeats) {
                int to = j == i + 2 ? goOnAlone(i, ends, stride) : goOn(i, j, ends, stride);
                if (to != i) {
                    j += to - i;
                    i = to;
                    continue;
                }
            }
            step(i, j, ends[j] - start);
            while (true) {
                if (ends[i + 2] + stride - 1 <= ends[j + 1]) {
                    join(i);
                    i += 2;
                } else if (ends[j + 2] <= ends[i + 1] + stride + 1) {
                    split(j);
                    j += 2;
                } else {
                    break;
                }
            }
            step(i + 1, j + 1, ends[i + 1] + stride - ends[j + 1]);
            i += 2;
            j += 2;
        }
    }

    /**
     * Adds the steps from a run to another, and on from the next to the next, as long as each touches the other only and
     * has steps that the table knows; gives the first that is left.
     */
    private int goOn(int from, int with, int[] ends, int stride) {
        for (int i = from, j = with; ; i += 2, j += 2) {
            int start = ends[i] + stride;
            int reach = ends[i + 1] + stride + 1;
            int nextStart = ends[j];
            int nextEnd = ends[j + 1];
            if (nextStart > reach
                    || nextEnd < start - 1
                    || ends[i + 2] + stride - 1 <= nextEnd
                    || ends[j + 2] <= reach) {
                return i;
            }
            long startState = open[i];
            long endState = open[i + 1];
            int startColumn = BorderSteps.column(nextStart - start);
            int endColumn = BorderSteps.column(reach - 1 - nextEnd);
            if (!BorderSteps.has((int) startState, startColumn, (int) endState, endColumn)) {
                return i;
            }
            long startStep = BorderSteps.step((int) startState, startColumn);
            long endStep = BorderSteps.step((int) endState, endColumn);
            int at = 2 * (int) (startState >> 32);
            length[at] += BorderSteps.length(startStep);
            area2[at] += BorderSteps.area2(startStep, 1) + 2L * (start - stride);
            at = 2 * (int) (endState >> 32) + 1;
            length[at] += BorderSteps.length(endStep);
            area2[at] += BorderSteps.area2(endStep, 1) - 2L * (reach - 1 - stride);
            open[j] = (startState & ~LOW) | BorderSteps.rowAfter(startStep);
            open[j + 1] = (endState & ~LOW) | BorderSteps.rowAfter(endStep);
            next[i] = j;
            next[j + 1] = i + 1;
        }
    }

    /** The same from a run to the next: of runs alone in their lines, all that is known stays at hand. */
    private int goOnAlone(int from, int[] ends, int stride) {
        long startState = open[from];
        long endState = open[from + 1];
        int startRow = (int) startState;
        int endRow = (int) endState;
        long startSum = 0;
        long endSum = 0;
        long starts = 0;
        long lasts = 0;
        int i = from;
        int most = (int) Math.min(Integer.MAX_VALUE, from + 2L * BorderSteps.MAX_STEPS);
        int start = ends[i];
        int end = ends[i + 1];
        while (i < most) {
            int nextStart = ends[i + 2];
            int nextEnd = ends[i + 3];
            int reach = end + stride + 1;
            int startColumn = BorderSteps.column(nextStart - start - stride);
            int endColumn = BorderSteps.column(reach - 1 - nextEnd);
            if (nextStart > reach
                    || nextEnd < start + stride - 1
                    || ends[i + 4] <= reach
                    || !BorderSteps.has(startRow, startColumn, endRow, endColumn)) {
                break;
            }
            long startStep = BorderSteps.step(startRow, startColumn);
            long endStep = BorderSteps.step(endRow, endColumn);
            startSum += startStep;
            endSum += endStep;
            startRow = BorderSteps.rowAfter(startStep);
            endRow = BorderSteps.rowAfter(endStep);
            starts += start;
            lasts += end;
            next[i] = i + 2;
            next[i + 3] = i + 1;
            i += 2;
            start = nextStart;
            end = nextEnd;
        }
        int steps = (i - from) >> 1;
        int at = 2 * (int) (startState >> 32);
        length[at] += BorderSteps.length(startSum);
        area2[at] += 2 * starts + BorderSteps.area2(startSum, steps);
        at = 2 * (int) (endState >> 32) + 1;
        length[at] += BorderSteps.length(endSum);
        area2[at] += BorderSteps.area2(endSum, steps) - 2 * lasts;
        open[i] = (startState & ~LOW) | startRow;
        open[i + 1] = (endState & ~LOW) | endRow;
        return i;
    }

    /** Adds the step from a start or end to the one in the next line, so far off. */
    private void step(int at, int below, int off) {
        long state = open[at];
        int isEnd = at & 1;
        int sum = 2 * (int) (state >> 32) + isEnd;
        int stretch = BorderSteps.stretchAfter((int) state, off);
        length[sum] += BorderSteps.length(off, stretch);
        area2[sum] += BorderSteps.area2(off) + 2L * (isEnd == 0 ? mask.ends[at] : -mask.ends[at]);
        open[below] = (state & ~LOW) | BorderSteps.row(BorderSteps.carry(stretch, off));
        next[isEnd == 0 ? at : below] = isEnd == 0 ? below : at;
    }

    /** A run that touches none of the line before. */
    private void begin(int j) {
        int opening = open(j, j + 1, j == 0 ? NOTHING : (int) (open[j - 1] >> 32));
        length[2 * opening] = (long) (mask.ends[j + 1] - mask.ends[j]) << BorderSteps.UNIT_BITS;
    }

    /** A run whose line before has one that touches it and the next. */
    private void split(int j) {
        int opening = open(j + 2, j + 1, BETWEEN);
        open[j + 2] |= BorderSteps.row(1);
        open[j + 1] |= BorderSteps.row(1);
        int gap = mask.ends[j + 2] - mask.ends[j + 1];
        length[2 * opening] = ((long) (gap - 2) << BorderSteps.UNIT_BITS) + 2 * DiagonalLengths.gain(1);
        area2[2 * opening] = 2L * gap - 2;
    }

    private int open(int start, int end, int beforeIt) {
        int opening = openings++;
        if (opening == first.length) {
            first = Arrays.copyOf(first, 2 * opening);
            after = Arrays.copyOf(after, 2 * opening);
            before = Arrays.copyOf(before, 2 * opening);
            length = Arrays.copyOf(length, 4 * opening);
            area2 = Arrays.copyOf(area2, 4 * opening);
        }
        first[opening] = start;
        before[opening] = beforeIt;
        length[2 * opening + 1] = 0;
        area2[2 * opening] = 0;
        area2[2 * opening + 1] = 0;
        open[start] = (long) opening << 32;
        open[end] = (long) opening << 32;
        next[end] = start;
        return opening;
    }

    /** A run that touches none of the next line. */
    private void finish(int i) {
        int opening = (int) (open[i] >> 32);
        length[2 * opening] += (long) (mask.ends[i + 1] - mask.ends[i]) << BorderSteps.UNIT_BITS;
        after[opening] = (int) (open[i + 1] >> 32);
        next[i] = i + 1;
    }

    /** A run that is touched from below by one that touches the next run too. */
    private void join(int i) {
        int opening = (int) (open[i + 2] >> 32);
        int gap = mask.ends[i + 2] - mask.ends[i + 1];
        length[2 * opening] += ((long) (gap - 2) << BorderSteps.UNIT_BITS)
                + DiagonalLengths.gain(BorderSteps.stretchAfter((int) open[i + 2], -1))
                + DiagonalLengths.gain(BorderSteps.stretchAfter((int) open[i + 1], -1));
        area2[2 * opening] += 2L * gap - 2;
        after[opening] = (int) (open[i + 1] >> 32);
        next[i + 2] = i + 1;
    }

    /** A run that stands for so many more lines. */
    private void repeat(int i, int lines) {
        int at = 2 * (int) (open[i] >> 32);
        length[at] += (2L * lines) << BorderSteps.UNIT_BITS;
        area2[at] -= 2L * lines * (mask.ends[i + 1] - mask.ends[i]);
        open[i] &= ~LOW;
        open[i + 1] &= ~LOW;
    }

    void trim(int kept) {
        if (next.length > kept) {
            next = new int[2 * INITIAL_RUNS];
            open = new long[2 * INITIAL_RUNS];
        }
        if (first.length > kept) {
            first = new int[INITIAL_OPENINGS];
            after = new int[INITIAL_OPENINGS];
            before = new int[INITIAL_OPENINGS];
            length = new long[2 * INITIAL_OPENINGS];
            area2 = new long[2 * INITIAL_OPENINGS];
        }
    }
}
