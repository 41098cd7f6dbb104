package dev.annorank.mask;

import dev.annorank.model.Outline;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;

/**
 * The measure {@code contour}: the outline of an instance's mask as OpenCV 4.11 and later measures it, bit for bit.
 *
 * <p>Polygon vertices are truncated toward zero and each polygon is filled into one mask as {@code fillPoly} does,
 * clipped to the image; run lengths are taken column by column. Of the contours that {@code findContours(RETR_EXTERNAL,
 * CHAIN_APPROX_SIMPLE)} finds, the one with the largest {@code contourArea} counts, the first listed of equals: its
 * area through pixel centres in px², its closed {@code arcLength} in px. Holes and smaller parts do not count.
 *
 * <p>A mask without pixels has the shape {@link Shape#EMPTY}; one whose largest contour is a pixel or a line has area 0.
 *
 * <p>Time and memory follow the number of runs and the length of the outline, not the area. Not thread-safe: buffers
 * are reused, one measurer a thread; those that one unusually large mask needed are given back after it.
 */
public final class ContourMeasurer {
    /** Pixels of a mask that are accepted unless told otherwise. */
    public static final long DEFAULT_MAX_PIXELS = 1L << 28;

    /** The highest limit that can be set; positions within a mask stay within 32 bits. */
    public static final long HIGHEST_MAX_PIXELS = 1L << 29;

    /**
     * Rows that all edges of a mask's polygons may pass together, within the image: a second or two of work. No outline
     * that somebody drew comes near.
     */
    public static final long MAX_ROWS_PASSED = 1L << 23;

    /** Columns of run lengths that are as much work as a row that an edge passes. */
    private static final int COLUMNS_A_ROW = 64;

    /** Elements of a buffer that are kept from one mask to the next. */
    private static final int KEPT = 1 << 18;

    private final long maxPixels;
    private final RunLengths runLengths = new RunLengths();
    private final PolygonFiller filler = new PolygonFiller();
    private final MaskRuns runs = new MaskRuns();
    private final ContourTracer tracer = new ContourTracer();
    private final OutlineSimplifier simplifier = new OutlineSimplifier();

    /** Whether the lines of {@link #runs} are columns. */
    private boolean columns;

    public ContourMeasurer() {
        this(DEFAULT_MAX_PIXELS);
    }

    /**
     * A measurer with a limit.
     *
     * @param maxPixels the most pixels, width times height, that an image may have; 1 to {@link #HIGHEST_MAX_PIXELS}
     */
    public ContourMeasurer(long maxPixels) {
        if (maxPixels < 1 || maxPixels > HIGHEST_MAX_PIXELS) {
            throw new IllegalArgumentException(
                    "maxPixels is " + maxPixels + "; it must be between 1 and " + HIGHEST_MAX_PIXELS);
        }
        this.maxPixels = maxPixels;
    }

    /**
     * Measures an instance.
     *
     * @param width columns of its image
     * @param height rows of its image
     * @throws RejectedException if the image has more pixels than the limit, if the edges of polygons pass more than
     *     {@link #MAX_ROWS_PASSED} rows, or if run lengths are malformed, are for
     *     another size than the image's or do not fill it
     */
    public Shape measure(Segmentation segmentation, int width, int height) {
        fill(segmentation, width, height);
        Shape shape = tracer.measure(runs, columns);
        trim();
        return shape;
    }

    /** The same with the contour that counts, simplified. */
    public OutlinedShape outline(Segmentation segmentation, int width, int height) {
        int firstLine = fill(segmentation, width, height);
        Shape shape = tracer.measure(runs, columns);
        simplifier.begin(shape);
        tracer.outline(runs, columns, firstLine, simplifier);
        Outline outline = simplifier.simplify(OutlineSimplifier.mostPoints(segmentation));
        trim();
        return new OutlinedShape(shape, outline);
    }

    /** Makes the mask's runs, says whether they are of columns, and gives the row or column of the first line. */
    private int fill(Segmentation segmentation, int width, int height) {
        requireUsable(segmentation, width, height);
        columns = !(segmentation instanceof Segmentation.Polygons);
        if (segmentation instanceof Segmentation.Polygons polygons) {
            return filler.fill(polygons, width, height, runs);
        }
        readRunLengths(segmentation);
        ColumnRuns.split(runLengths.counts(), runLengths.size(), height, runs);
        return 0;
    }

    /**
     * How much work it is to measure a mask, in rows that an edge passes; up to about a quarter of a microsecond each. A
     * run, and a point of a polygon, is as much as such a row.
     *
     * @param width columns of its image
     * @param height rows of its image
     */
    public static double work(Segmentation segmentation, int width, int height) {
        return segmentation instanceof Segmentation.Polygons polygons
                ? polygons.values() / 2.0 + rowsPassed(polygons, height)
                : segmentation.values() + (double) width / COLUMNS_A_ROW;
    }

    /** Throws what {@link #measure} would, without measuring. */
    public void validate(Segmentation segmentation, int width, int height) {
        requireUsable(segmentation, width, height);
        if (!(segmentation instanceof Segmentation.Polygons)) {
            readRunLengths(segmentation);
            runLengths.trim(KEPT);
        }
    }

    private void readRunLengths(Segmentation segmentation) {
        if (segmentation instanceof Segmentation.Rle rle) {
            runLengths.read(rle);
        } else if (segmentation instanceof Segmentation.CompressedRle rle) {
            runLengths.read(rle);
        }
    }

    private void requireUsable(Segmentation segmentation, int width, int height) {
        requireSmall("the image", width, height);
        if (segmentation instanceof Segmentation.Polygons polygons) {
            requireDrawable(polygons, height);
        } else if (segmentation instanceof Segmentation.Rle rle) {
            requireSize(rle.width(), rle.height(), width, height);
        } else if (segmentation instanceof Segmentation.CompressedRle rle) {
            requireSize(rle.width(), rle.height(), width, height);
        }
    }

    /** A record of a few megabytes can hold an outline that goes up and down a large image a million times. */
    private static void requireDrawable(Segmentation.Polygons polygons, int height) {
        double[] xy = polygons.coordinates();
        if (xy.length / 2 * (long) height <= MAX_ROWS_PASSED) {
            return;
        }
        double rows = rowsPassed(polygons, height);
        if (rows > MAX_ROWS_PASSED) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    "the edges of segmentation pass " + (long) rows + " rows of pixels; at most " + MAX_ROWS_PASSED
                            + " are drawn");
        }
    }

    private static double rowsPassed(Segmentation.Polygons polygons, int height) {
        double[] xy = polygons.coordinates();
        double rows = 0;
        for (int part = 0; part < polygons.parts(); part++) {
            double previous = xy[polygons.partEnds()[part] - 1];
            for (int i = polygons.partStart(part) + 1; i < polygons.partEnds()[part]; i += 2) {
                rows += Math.abs(clip(xy[i], height) - clip(previous, height));
                previous = xy[i];
            }
        }
        return rows;
    }

    private static double clip(double y, int height) {
        return Math.max(0, Math.min(y, height));
    }

    private void requireSize(int maskWidth, int maskHeight, int width, int height) {
        requireSmall("segmentation.size", maskWidth, maskHeight);
        if (maskWidth != width || maskHeight != height) {
            throw new RejectedException(
                    Reason.BAD_RLE,
                    "segmentation.size is [" + maskHeight + ", " + maskWidth
                            + "]; it must be the image's [height, width]: [" + height + ", " + width + "]"
                            + (maskWidth == height && maskHeight == width ? "; the two seem to be swapped" : ""));
        }
    }

    private void requireSmall(String what, int width, int height) {
        long pixels = (long) width * height;
        if (pixels > maxPixels) {
            throw new RejectedException(
                    Reason.MASK_TOO_LARGE,
                    what + " is " + width + " x " + height + " = " + pixels + " px; at most " + maxPixels
                            + " px are accepted");
        }
    }

    private void trim() {
        runLengths.trim(KEPT);
        filler.trim(KEPT);
        runs.trim(KEPT);
        tracer.trim(KEPT);
    }
}
