package dev.annorank.mask;

import dev.annorank.model.Segmentation;

/**
 * The edges of polygons as OpenCV's {@code fillPoly} sees them: for each the pixels of the line that is drawn, clipped to
 * the image, and the crossings with pixel rows between which the interior lies. Both are straight in the row, so each is
 * told for any row by a product and a shift.
 *
 * <p>Along the longer axis the k-th pixel of a line is floor((2 m k + n - 1) / 2n) off along the shorter one, for n and m
 * steps: Bresenham's line as OpenCV rounds it. Of a flat line the j-th row from its left end so begins at pixel floor((2 n
 * j - n + 2 m) / 2m). These fractions are held in fixed point, a quarter of a step of their denominator too high: with {@link
 * #shift} bits that are enough for the height, rounding down gives the same whole number for every row of the line.
 *
 * <p>Not thread-safe: buffers are reused.
 */
final class PolygonEdges {
    private static final int INITIAL = 64;
    /** Fractional bits of a crossing's x. */
    private static final int CROSS_SHIFT = 16;

    private static final long BELOW_ONE = (1L << CROSS_SHIFT) - 1;

    int size;

    /** Which polygon an edge is of; ascending. */
    int[] part;

    /** The first and the last row that an edge's line or crossings touch, within the image. */
    int[] top;

    int[] bottom;

    /** The rows of the line, both inclusive; the first is after the last if it misses the image. */
    int[] lineTop;

    int[] lineBottom;

    /** The least and greatest x of the line. */
    int[] lineLeft;

    int[] lineRight;

    /** Fractional bits of what is said of lines. */
    int shift;

    /** First and last pixel of the line in row 0, were it to go on so far, and how much further right those of each next are. */
    long[] left;

    long[] right;
    long[] lineStep;

    /** The rows that the edge crosses, the last exclusive; none if it is not after the first. */
    int[] crossFrom;

    int[] crossTo;

    /** The crossing of row 0, were the edge to go on so far, and how much further right each next one is; 16.16. */
    long[] cross;

    long[] crossStep;

    private final ClippedLine clipped = new ClippedLine();

    PolygonEdges() {
        allocate(INITIAL);
    }

    /** Reads the edges of all parts, each vertex truncated toward zero, leaving out those that miss all rows. */
    void read(Segmentation.Polygons polygons, int width, int height) {
        size = 0;
        shift = 3 + 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(height));
        double[] xy = polygons.coordinates();
        reserve(xy.length / 2);
        for (int p = 0; p < polygons.parts(); p++) {
            int from = polygons.partStart(p);
            int to = polygons.partEnds()[p];
            int x1 = (int) xy[to - 2];
            int y1 = (int) xy[to - 1];
            for (int i = from; i < to; i += 2) {
                int x2 = (int) xy[i];
                int y2 = (int) xy[i + 1];
                part[size] = p;
                addEdge(x1, y1, x2, y2, width, height);
                x1 = x2;
                y1 = y2;
            }
        }
    }

    /** Whether the edge has a line and a crossing in each row between its first and its last. */
    boolean isWhole(int e) {
        return lineTop[e] == crossFrom[e] && lineBottom[e] == crossTo[e];
    }

    /** A crossing's x rounded down plus the same rounded up: that orders crossings and keeps both. */
    static int bothRoundings(long x) {
        return (int) (x >> CROSS_SHIFT) + (int) ((x + BELOW_ONE) >> CROSS_SHIFT);
    }

    /** The first pixel that is not left of a crossing. */
    static int roundedUp(int bothRoundings) {
        return (bothRoundings + 1) >> 1;
    }

    /** The last pixel that is not right of a crossing. */
    static int roundedDown(int bothRoundings) {
        return bothRoundings >> 1;
    }

    private void addEdge(int x1, int y1, int x2, int y2, int width, int height) {
        long fromX = x1;
        long toX = x2;
        int fromY = y1;
        int toY = y2;
        if (isWithin(x1, width) && isWithin(x2, width) && isWithin(y1, height) && isWithin(y2, height)) {
            setLine(x1, y1, x2, y2);
        } else {
            if (clipped.clip(x1, y1, x2, y2, width - 1, height - 1)) {
                setLine((int) clipped.x1, (int) clipped.y1, (int) clipped.x2, (int) clipped.y2);
            } else {
                lineTop[size] = Integer.MAX_VALUE;
                lineBottom[size] = -1;
            }
            // The clipped line gives the slope, with the rows of the whole one where clipping made it horizontal.
            fromX = clipped.x1;
            toX = clipped.x2;
            if (clipped.y1 != clipped.y2) {
                fromY = (int) clipped.y1;
                toY = (int) clipped.y2;
            }
        }
        int first = Math.max(0, Math.min(y1, y2));
        int end = Math.min(height, Math.max(y1, y2));
        crossFrom[size] = first;
        crossTo[size] = end;
        top[size] = lineTop[size];
        bottom[size] = lineBottom[size];
        if (first < end) {
            long step = ((toX - fromX) << CROSS_SHIFT) / (toY - fromY);
            crossStep[size] = step;
            cross[size] = y1 < y2 ? (fromX << CROSS_SHIFT) - fromY * step : (toX << CROSS_SHIFT) - toY * step;
            top[size] = Math.min(top[size], first);
            bottom[size] = Math.max(bottom[size], end - 1);
        }
        if (top[size] <= bottom[size]) {
            size++;
        }
    }

    private void setLine(int fromX, int fromY, int toX, int toY) {
        boolean ordered = fromX <= toX;
        int x1 = ordered ? fromX : toX;
        int y1 = ordered ? fromY : toY;
        int x2 = ordered ? toX : fromX;
        int y2 = ordered ? toY : fromY;
        lineTop[size] = Math.min(y1, y2);
        lineBottom[size] = Math.max(y1, y2);
        lineLeft[size] = x1;
        lineRight[size] = x2;
        int dx = x2 - x1;
        int dy = Math.abs(y2 - y1);
        long one = 1L << shift;
        long step = 0;
        long begin = (long) x1 << shift;
        long end = (long) x2 << shift;
        if (dy > 0) {
            step = dx * one / dy;
            long quarter = one / (4L * dy);
            if (dy > dx) {
                begin += one / 2 - quarter;
                end = begin;
            } else {
                begin += one - step / 2 + quarter;
                end = begin + step - one;
            }
        }
        long down = y2 < y1 ? -step : step;
        lineStep[size] = down;
        left[size] = begin - y1 * down;
        right[size] = end - y1 * down;
    }

    private static boolean isWithin(int value, int limit) {
        return value >= 0 && value < limit;
    }

    private void reserve(int capacity) {
        if (capacity > part.length) {
            allocate(Math.max(capacity, 2 * part.length));
        }
    }

    private void allocate(int capacity) {
        part = new int[capacity];
        top = new int[capacity];
        bottom = new int[capacity];
        lineTop = new int[capacity];
        lineBottom = new int[capacity];
        lineLeft = new int[capacity];
        lineRight = new int[capacity];
        left = new long[capacity];
        right = new long[capacity];
        lineStep = new long[capacity];
        crossFrom = new int[capacity];
        crossTo = new int[capacity];
        cross = new long[capacity];
        crossStep = new long[capacity];
    }

    void trim(int kept) {
        if (part.length > kept) {
            allocate(INITIAL);
        }
    }
}
