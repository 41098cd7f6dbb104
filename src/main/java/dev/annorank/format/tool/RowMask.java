package dev.annorank.format.tool;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Rle;
import java.util.Arrays;

/**
 * Turns a mask given row by row, as labeling tools store it, into COCO's column-major run lengths.
 *
 * <p>A run of a column begins or ends where a pixel differs from the one above it. So it is enough to compare each row's
 * intervals with those of the row before: the differences, as places in column-major order, sorted, are the ends of all
 * runs. Neither time nor memory depends on the number of pixels: with n intervals and r runs in the outcome they are
 * O(n + r log r) and O(r). Since horizontal stripes make r arbitrarily larger than n, r is limited.
 */
final class RowMask {
    private static final int[] NOTHING = new int[0];

    private final int width;
    private final int height;
    private final int maxRuns;

    /** Ends of runs: x * height + y, where pixel (x, y) differs from (x, y - 1); rows -1 and height are background. */
    private long[] ends = new long[64];

    private int endCount;

    /** Intervals x0, x1, x2, x3, ... of the row above {@link #row}; ascending, not touching. */
    private int[] above = NOTHING;

    private int aboveCount;
    private int[] current = new int[8];
    private int currentCount;
    private int row;

    /**
     * @param maxPixels largest mask, at most 2^29 px
     * @param maxRuns most runs of the outcome
     * @throws RejectedException if there are more pixels
     */
    RowMask(int width, int height, long maxPixels, int maxRuns) {
        if ((long) width * height > maxPixels) {
            throw new RejectedException(
                    Reason.MASK_TOO_LARGE,
                    "the mask would be " + width + " x " + height + " px; at most " + maxPixels + " px are allowed");
        }
        this.width = width;
        this.height = height;
        this.maxRuns = maxRuns;
    }

    /**
     * Adds foreground.
     *
     * @param start first pixel, y * width + x; not before the end of what was added before
     * @param end one past the last pixel, at most width * height
     */
    void add(long start, long end) {
        if (start >= end) {
            return;
        }
        int firstRow = (int) (start / width);
        int lastRow = (int) ((end - 1) / width);
        int left = (int) (start - (long) firstRow * width);
        int right = (int) (end - (long) lastRow * width);
        if (firstRow == lastRow) {
            add(firstRow, left, right);
            return;
        }
        add(firstRow, left, width);
        if (lastRow > firstRow + 1) {
            add(firstRow + 1, 0, width);
            // The rows between are the same as the first of them: nothing begins or ends there.
            advance(firstRow + 2);
            row = lastRow;
        }
        add(lastRow, 0, right);
    }

    private void add(int y, int left, int right) {
        if (y > row) {
            advance(row + 1);
            if (y > row) {
                advance(row + 1);
                row = y;
            }
        }
        if (currentCount > 0 && current[currentCount - 1] == left) {
            current[currentCount - 1] = right;
            return;
        }
        if (currentCount + 2 > current.length) {
            current = Arrays.copyOf(current, 2 * current.length);
        }
        current[currentCount++] = left;
        current[currentCount++] = right;
    }

    /** Ends the current row and begins the one below it, empty. */
    private void advance(int next) {
        compare();
        int[] spare = above;
        above = current;
        aboveCount = currentCount;
        current = spare.length == 0 ? new int[8] : spare;
        currentCount = 0;
        row = next;
    }

    /** Notes the columns in which the current row differs from the one above: those in an odd number of intervals. */
    private void compare() {
        int i = 0;
        int j = 0;
        boolean open = false;
        int from = 0;
        while (i < currentCount || j < aboveCount) {
            int x;
            if (j == aboveCount || (i < currentCount && current[i] < above[j])) {
                x = current[i++];
            } else {
                x = above[j++];
            }
            if (open) {
                note(from, x);
            }
            from = x;
            open = !open;
        }
    }

    private void note(int left, int right) {
        int more = right - left;
        if (more > 2L * maxRuns - endCount) {
            throw tooManyRuns();
        }
        if (endCount + more > ends.length) {
            ends = Arrays.copyOf(ends, Math.max(2 * ends.length, endCount + more));
        }
        for (int x = left; x < right; x++) {
            ends[endCount++] = (long) x * height + row;
        }
    }

    /** The mask, background first. Nothing can be added to it any more. */
    Rle toRle() {
        advance(row + 1);
        compare();
        Arrays.sort(ends, 0, endCount);
        int runs = 0;
        for (int i = 0; i < endCount; i++) {
            // A column that ends in the foreground, and the next that begins in it: one run.
            if (i + 1 < endCount && ends[i] == ends[i + 1]) {
                i++;
            } else {
                ends[runs++] = ends[i];
            }
        }
        if (runs >= maxRuns) {
            throw tooManyRuns();
        }
        long pixels = (long) width * height;
        boolean rest = runs == 0 || ends[runs - 1] < pixels;
        int[] counts = new int[runs + (rest ? 1 : 0)];
        long before = 0;
        for (int i = 0; i < counts.length; i++) {
            long end = i < runs ? ends[i] : pixels;
            counts[i] = (int) (end - before);
            before = end;
        }
        return new Rle(height, width, counts);
    }

    private RejectedException tooManyRuns() {
        return new RejectedException(
                Reason.MASK_TOO_LARGE,
                "the mask has more than " + maxRuns + " vertical runs; its event would be longer than event.max.bytes");
    }
}
