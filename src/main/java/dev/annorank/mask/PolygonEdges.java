package dev.annorank.mask;

import dev.annorank.model.Segmentation;
import java.util.Arrays;

/**
 * The edges of polygons as OpenCV's {@code fillPoly} sees them: for each the line that is drawn, clipped to the image,
 * and the crossings with pixel rows between which the interior lies, in 16.16 fixed point.
 */
final class PolygonEdges {
    /** Fractional bits of a crossing's x. */
    static final int SHIFT = 16;

    private static final int INITIAL = 64;

    int size;

    /** Ends of the line, the left one first; a line that misses the image has {@code lineY1} -1. */
    int[] lineX1 = new int[INITIAL];

    int[] lineY1 = new int[INITIAL];
    int[] lineX2 = new int[INITIAL];
    int[] lineY2 = new int[INITIAL];

    /** Rows that the edge crosses, within the image, the last exclusive; none if it is not after the first. */
    int[] crossFrom = new int[INITIAL];

    int[] crossTo = new int[INITIAL];

    /** Crossing of the first of these rows, and how much further right each next one is. */
    long[] crossX = new long[INITIAL];

    long[] crossStep = new long[INITIAL];

    /** Rows that any line or crossing touches, both inclusive; first is after last if there is none. */
    int firstRow;

    int lastRow;

    private final ClippedLine clipped = new ClippedLine();

    void clear() {
        size = 0;
        firstRow = Integer.MAX_VALUE;
        lastRow = -1;
    }

    /** Adds the edges of one part, each vertex truncated toward zero; the closing edge comes first. */
    void add(Segmentation.Polygons polygons, int part, int width, int height) {
        double[] xy = polygons.coordinates();
        int from = polygons.partStart(part);
        int to = polygons.partEnds()[part];
        reserve(size + (to - from) / 2);
        int x1 = (int) xy[to - 2];
        int y1 = (int) xy[to - 1];
        for (int i = from; i < to; i += 2) {
            int x2 = (int) xy[i];
            int y2 = (int) xy[i + 1];
            addEdge(x1, y1, x2, y2, width, height);
            x1 = x2;
            y1 = y2;
        }
    }

    private void addEdge(int x1, int y1, int x2, int y2, int width, int height) {
        long fromX = (long) x1 << SHIFT;
        long toX = (long) x2 << SHIFT;
        int fromY = y1;
        int toY = y2;
        if (isWithin(x1, width) && isWithin(x2, width) && isWithin(y1, height) && isWithin(y2, height)) {
            setLine(x1, y1, x2, y2);
        } else {
            if (clipped.clip(x1, y1, x2, y2, width - 1, height - 1)) {
                setLine((int) clipped.x1, (int) clipped.y1, (int) clipped.x2, (int) clipped.y2);
            } else {
                lineY1[size] = -1;
            }
            // The clipped line gives the slope, with the rows of the whole one where clipping made it horizontal.
            fromX = clipped.x1 << SHIFT;
            toX = clipped.x2 << SHIFT;
            if (clipped.y1 != clipped.y2) {
                fromY = (int) clipped.y1;
                toY = (int) clipped.y2;
            }
        }
        int first = Math.max(0, Math.min(y1, y2));
        int end = Math.min(height, Math.max(y1, y2));
        crossFrom[size] = first;
        crossTo[size] = end;
        if (first < end) {
            long step = (toX - fromX) / (toY - fromY);
            crossStep[size] = step;
            crossX[size] = y1 < y2 ? fromX + (first - fromY) * step : toX + (first - toY) * step;
            firstRow = Math.min(firstRow, first);
            lastRow = Math.max(lastRow, end - 1);
        }
        size++;
    }

    private void setLine(int x1, int y1, int x2, int y2) {
        boolean ordered = x1 <= x2;
        lineX1[size] = ordered ? x1 : x2;
        lineY1[size] = ordered ? y1 : y2;
        lineX2[size] = ordered ? x2 : x1;
        lineY2[size] = ordered ? y2 : y1;
        firstRow = Math.min(firstRow, Math.min(y1, y2));
        lastRow = Math.max(lastRow, Math.max(y1, y2));
    }

    private static boolean isWithin(int value, int limit) {
        return value >= 0 && value < limit;
    }

    private void reserve(int capacity) {
        if (capacity > lineX1.length) {
            int grown = Math.max(capacity, 2 * lineX1.length);
            lineX1 = Arrays.copyOf(lineX1, grown);
            lineY1 = Arrays.copyOf(lineY1, grown);
            lineX2 = Arrays.copyOf(lineX2, grown);
            lineY2 = Arrays.copyOf(lineY2, grown);
            crossFrom = Arrays.copyOf(crossFrom, grown);
            crossTo = Arrays.copyOf(crossTo, grown);
            crossX = Arrays.copyOf(crossX, grown);
            crossStep = Arrays.copyOf(crossStep, grown);
        }
    }

    void trim(int kept) {
        if (lineX1.length > kept) {
            lineX1 = new int[INITIAL];
            lineY1 = new int[INITIAL];
            lineX2 = new int[INITIAL];
            lineY2 = new int[INITIAL];
            crossFrom = new int[INITIAL];
            crossTo = new int[INITIAL];
            crossX = new long[INITIAL];
            crossStep = new long[INITIAL];
        }
    }
}
