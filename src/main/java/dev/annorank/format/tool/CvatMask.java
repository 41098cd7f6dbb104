package dev.annorank.format.tool;

import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Rle;
import java.util.Arrays;

/**
 * CVAT's masks: the lengths of alternating runs, background first, row by row inside a box, followed by the box's left,
 * top, right and bottom, the last two inclusive. The masks of one instance are united.
 */
final class CvatMask {
    private static final int BOX = 4;

    private final Image image;
    private final int most;

    /** Intervals of pixels of one row each: first in the upper half of the bits, one past the last in the lower. */
    private long[] intervals = new long[64];

    private int size;

    /**
     * A mask without pixels.
     *
     * @param maxRuns most runs of the outcome
     */
    CvatMask(Image image, int maxRuns) {
        this.image = image;
        this.most = maxRuns;
    }

    /**
     * The union of the masks added.
     *
     * @param maxPixels largest mask, at most 2^29 px
     */
    Rle united(long maxPixels) {
        RowMask united = new RowMask(image.width(), image.height(), maxPixels, most);
        Arrays.sort(intervals, 0, size);
        long end = 0;
        for (int i = 0; i < size; i++) {
            long from = Math.max(end, intervals[i] >>> 32);
            long to = intervals[i] & 0xFFFF_FFFFL;
            united.add(from, to);
            end = Math.max(end, to);
        }
        return united.toRle();
    }

    /**
     * Adds a mask, all of it or nothing.
     *
     * @throws RejectedException if it is none of the image
     */
    void add(double[] points) {
        int before = size;
        try {
            addRuns(points);
        } catch (RejectedException e) {
            size = before;
            throw e;
        }
    }

    private void addRuns(double[] points) {
        int runs = points.length - BOX;
        if (runs < 1) {
            throw bad("points has " + points.length + " numbers; a mask has at least one run and its box");
        }
        int left = side(points, runs, image.width());
        int top = side(points, runs + 1, image.height());
        int width = side(points, runs + 2, image.width()) - left + 1;
        int height = side(points, runs + 3, image.height()) - top + 1;
        if (width < 1 || height < 1) {
            throw bad("points ends with a box of " + width + " x " + height + " px: left, top, right, bottom");
        }
        long pixels = (long) width * height;
        long at = 0;
        for (int i = 0; i < runs; i++) {
            double run = points[i];
            if (!(run >= 0 && run <= pixels - at && run == Math.rint(run))) {
                throw bad("points[" + i + "] is " + run + "; a run of the box of " + width + " x " + height
                        + " px must be a whole number from 0 to the " + (pixels - at) + " px left");
            }
            long end = at + (long) run;
            if ((i & 1) == 1) {
                addRun(at, end, left, top, width);
            }
            at = end;
        }
        if (at != pixels) {
            throw bad("points fill " + at + " of the " + pixels + " px of the box");
        }
    }

    /** Notes a run of the box as intervals of the image's rows. */
    private void addRun(long start, long end, int left, int top, int width) {
        for (long at = start; at < end; ) {
            long row = at / width;
            long to = Math.min(end, (row + 1) * width);
            long base = (top + row) * image.width() + left - row * width;
            note(base + at, base + to);
            at = to;
        }
    }

    private void note(long from, long to) {
        if (size == intervals.length) {
            if (size >= most) {
                throw new RejectedException(
                        Reason.MASK_TOO_LARGE, "the mask has more than " + most + " pieces of rows");
            }
            intervals = Arrays.copyOf(intervals, 2 * size);
        }
        intervals[size++] = from << 32 | to;
    }

    private static int side(double[] points, int index, int size) {
        double side = points[index];
        if (!(side >= 0 && side < size && side == Math.rint(side))) {
            throw bad("points[" + index + "] is " + side + "; the box must be within the image, 0 to " + (size - 1));
        }
        return (int) side;
    }

    private static RejectedException bad(String message) {
        return new RejectedException(Reason.BAD_RLE, message);
    }
}
