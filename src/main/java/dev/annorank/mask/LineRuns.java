package dev.annorank.mask;

import java.util.Arrays;

/**
 * A mask as the runs of its lines. Lines are rows or columns; a run is a maximal stretch of foreground in a line, both
 * ends inclusive. Runs of a line are in ascending order with at least one background pixel between two of them.
 *
 * <p>Lines are consecutive, with two exceptions that keep a hostile mask small: any number of empty lines between two
 * others may stand as one, and a run that fills its line may stand for several equal lines ({@link #repeatLast}).
 */
final class LineRuns {
    private static final int INITIAL = 1024;

    int[] start = new int[INITIAL];
    int[] end = new int[INITIAL];
    int runs;

    /** For each line the index of its first run; entry {@link #lines} is one past the last run once {@link #close}d. */
    int[] firstRun = new int[INITIAL];

    int lines;

    /** Indices of the runs that stand for more than one line, ascending, and for how many more. */
    int[] repeated = new int[4];

    int[] repeats = new int[4];
    int repeatedRuns;

    void clear() {
        runs = 0;
        lines = 0;
        repeatedRuns = 0;
    }

    void beginLine() {
        // One entry is kept free for the one that closes the last line.
        if (lines + 1 >= firstRun.length) {
            firstRun = Arrays.copyOf(firstRun, 2 * firstRun.length);
        }
        firstRun[lines++] = runs;
    }

    /** Adds a run to the last line, right of all its runs; joins it to the one before if there is no pixel between. */
    void add(int from, int to) {
        if (runs > firstRun[lines - 1] && end[runs - 1] + 1 >= from) {
            end[runs - 1] = Math.max(end[runs - 1], to);
            return;
        }
        if (runs == start.length) {
            start = Arrays.copyOf(start, 2 * runs);
            end = Arrays.copyOf(end, 2 * runs);
        }
        start[runs] = from;
        end[runs] = to;
        runs++;
    }

    /** Says that the last line, of one run, stands for {@code times} lines. */
    void repeatLast(int times) {
        if (repeatedRuns == repeated.length) {
            repeated = Arrays.copyOf(repeated, 2 * repeatedRuns);
            repeats = Arrays.copyOf(repeats, 2 * repeatedRuns);
        }
        repeated[repeatedRuns] = runs - 1;
        repeats[repeatedRuns] = times - 1;
        repeatedRuns++;
    }

    void close() {
        firstRun[lines] = runs;
    }

    /** Gives memory back that one unusually large mask needed. */
    void trim(int kept) {
        if (start.length > kept) {
            start = new int[INITIAL];
            end = new int[INITIAL];
        }
        if (firstRun.length > kept) {
            firstRun = new int[INITIAL];
        }
        if (repeated.length > kept) {
            repeated = new int[4];
            repeats = new int[4];
        }
    }
}
