package dev.annorank.mask;

/**
 * A line segment clipped to an image as OpenCV's {@code clipLine} does it: in integers, truncating toward zero after
 * each of up to four cuts. A segment found to miss the image only after a cut keeps what that cut made of it, and
 * {@code fillPoly} goes on to use it, so this is not merely about the pixels of the line.
 */
final class ClippedLine {
    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int ABOVE = 4;
    private static final int BELOW = 8;

    long x1;
    long y1;
    long x2;
    long y2;

    /** Clips; tells whether any of the line is within the image of pixels (0, 0) to (right, bottom). */
    boolean clip(int fromX, int fromY, int toX, int toY, int right, int bottom) {
        x1 = fromX;
        y1 = fromY;
        x2 = toX;
        y2 = toY;
        int c1 = side(x1, right) | level(y1, bottom);
        int c2 = side(x2, right) | level(y2, bottom);
        if ((c1 & c2) == 0 && (c1 | c2) != 0) {
            if ((c1 & (ABOVE | BELOW)) != 0) {
                long y = c1 < BELOW ? 0 : bottom;
                x1 += cut(y - y1, x2 - x1, y2 - y1);
                y1 = y;
                c1 = side(x1, right);
            }
            if ((c2 & (ABOVE | BELOW)) != 0) {
                long y = c2 < BELOW ? 0 : bottom;
                x2 += cut(y - y2, x2 - x1, y2 - y1);
                y2 = y;
                c2 = side(x2, right);
            }
            if ((c1 & c2) == 0 && (c1 | c2) != 0) {
                if (c1 != 0) {
                    long x = c1 == LEFT ? 0 : right;
                    y1 += cut(x - x1, y2 - y1, x2 - x1);
                    x1 = x;
                    c1 = 0;
                }
                if (c2 != 0) {
                    long x = c2 == LEFT ? 0 : right;
                    y2 += cut(x - x2, y2 - y1, x2 - x1);
                    x2 = x;
                    c2 = 0;
                }
            }
        }
        return (c1 | c2) == 0;
    }

    private static int side(long x, int right) {
        return x < 0 ? LEFT : x > right ? RIGHT : 0;
    }

    private static int level(long y, int bottom) {
        return y < 0 ? ABOVE : y > bottom ? BELOW : 0;
    }

    private static long cut(long along, long rise, long run) {
        return (long) ((double) along * rise / run);
    }
}
