package dev.annorank.model;

import java.util.Arrays;

/**
 * The simplified outline of an instance, to be drawn: closed, its first point not repeated. For the eye only; nothing is
 * measured on it.
 *
 * @param xy x0, y0, x1, y1, ... in whole px of the image; 1 to {@value #MAX_POINTS} points; shared, not copied
 */
public record Outline(int[] xy) {
    /** An outline has no more points. */
    public static final int MAX_POINTS = 64;

    public Outline {
        if (xy.length < 2 || xy.length % 2 != 0 || xy.length > 2 * MAX_POINTS) {
            throw new IllegalArgumentException(
                    "an outline has " + xy.length + " coordinates; it must be pairs, 1 to " + MAX_POINTS);
        }
    }

    /** Number of points. */
    public int points() {
        return xy.length / 2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outline that && Arrays.equals(xy, that.xy);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(xy);
    }

    @Override
    public String toString() {
        return Arrays.toString(xy);
    }
}
