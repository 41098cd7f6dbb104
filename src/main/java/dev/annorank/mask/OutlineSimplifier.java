package dev.annorank.mask;

import dev.annorank.model.Outline;
import dev.annorank.model.Segmentation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A closed line of any number of points as an {@link Outline} of few, for the eye only.
 *
 * <p>Two steps, both on primitive arrays. Points closer than 1/150 of the line's length to the last one taken are passed
 * over as they come, so that of most lines some 150 are looked at closely; where a line is ragged or thin for its area,
 * twelve times the root of the area stands for its length. Among these Douglas-Peucker chooses: between two kept points
 * the one farthest from the straight line between them is kept too, if it is farther than half of that distance and half
 * a pixel. The farthest of all comes first, so the number of points can be limited without trying tolerances; up to the
 * limit the points are those that JTS's {@code DouglasPeuckerSimplifier} keeps.
 *
 * <p>A simplified outline may cross itself where the original comes close to doing so.
 *
 * <p>Not thread-safe: buffers are reused.
 */
final class OutlineSimplifier {
    private static final double LEAST_SPACING = 1;
    private static final double SPACING_TO_LENGTH = 1.0 / 150;
    /** A line that is longer than this times the root of its area is ragged or thin: its length says nothing of its size. */
    private static final double LENGTH_TO_ROOT = 12;

    private static final double MOST_LOOKED_AT = 16_384;
    private static final int LEAST_MOST = 4;
    /** Characters of compressed run lengths for each point of the outline. */
    private static final int CHARACTERS_A_POINT = 3;

    private double[] xs = new double[256];
    private double[] ys = new double[256];
    private int size;

    /** Points are not closer, except for the last to the first. */
    private double spacing;

    /** The stretches between kept points: where each begins and ends, and its farthest point and how far that is. */
    private final int[] from = new int[Outline.MOST_POINTS];

    private final int[] to = new int[Outline.MOST_POINTS];
    private final int[] farthest = new int[Outline.MOST_POINTS];
    private final double[] squaredDistance = new double[Outline.MOST_POINTS];
    /** The stretch after each along the line. */
    private final int[] following = new int[Outline.MOST_POINTS];

    /** Begins the line that has this shape. */
    void begin(Shape shape) {
        size = 0;
        double length = Math.min(shape.perimeterPx(), LENGTH_TO_ROOT * Math.sqrt(shape.areaPx2()));
        spacing = Math.max(LEAST_SPACING, Math.max(length * SPACING_TO_LENGTH, shape.perimeterPx() / MOST_LOOKED_AT));
    }

    void add(int x, int y) {
        if (size > 0) {
            double dx = x - xs[size - 1];
            double dy = y - ys[size - 1];
            if (dx * dx + dy * dy < spacing * spacing) {
                return;
            }
        }
        // One place more for the first point, which is also the last.
        if (size + 1 == xs.length) {
            xs = Arrays.copyOf(xs, 2 * xs.length);
            ys = Arrays.copyOf(ys, 2 * ys.length);
        }
        xs[size] = x;
        ys[size] = y;
        size++;
    }

    /**
     * How many points the outline of a segmentation may have: no more than make the outline, as text, about three times as
     * long as the segmentation is. An event of a hundred thousand tiny masks must not grow into more than a record takes.
     */
    static int mostPoints(Segmentation segmentation) {
        int most;
        if (segmentation instanceof Segmentation.Polygons polygons) {
            most = polygons.coordinates().length;
        } else if (segmentation instanceof Segmentation.Rle rle) {
            most = 2 * rle.counts().length / CHARACTERS_A_POINT;
        } else {
            most = ((Segmentation.CompressedRle) segmentation).counts().length() / CHARACTERS_A_POINT;
        }
        return Math.max(LEAST_MOST, Math.min(most, Outline.MOST_POINTS));
    }

    /** The outline of the points since {@link #begin}, null if there are none. */
    @Nullable
    Outline simplify(int mostPoints) {
        if (size == 0) {
            return null;
        }
        xs[size] = xs[0];
        ys[size] = ys[0];
        double tolerance = spacing / 2;
        double least = tolerance * tolerance;
        int stretches = 1;
        measure(0, 0, size);
        while (stretches < mostPoints) {
            int next = 0;
            for (int i = 1; i < stretches; i++) {
                next = squaredDistance[i] > squaredDistance[next] ? i : next;
            }
            if (squaredDistance[next] <= least) {
                break;
            }
            int between = farthest[next];
            measure(stretches, between, to[next]);
            measure(next, from[next], between);
            following[stretches] = following[next];
            following[next] = stretches;
            stretches++;
        }
        int[] xy = new int[2 * stretches];
        int stretch = 0;
        for (int i = 0; i < stretches; i++) {
            xy[2 * i] = (int) xs[from[stretch]];
            xy[2 * i + 1] = (int) ys[from[stretch]];
            stretch = following[stretch];
        }
        return new Outline(xy);
    }

    /** Notes a stretch and its farthest point, as distances from the segment between its ends go. */
    private void measure(int stretch, int first, int last) {
        double startX = xs[first];
        double startY = ys[first];
        double dx = xs[last] - startX;
        double dy = ys[last] - startY;
        double squaredLength = dx * dx + dy * dy;
        double inverse = 1 / squaredLength;
        double most = 0;
        int which = first;
        for (int i = first + 1; i < last; i++) {
            double x = xs[i] - startX;
            double y = ys[i] - startY;
            double along = x * dx + y * dy;
            double squared;
            if (along <= 0) {
                squared = x * x + y * y;
            } else if (along >= squaredLength) {
                squared = (x - dx) * (x - dx) + (y - dy) * (y - dy);
            } else {
                double across = x * dy - y * dx;
                squared = across * across * inverse;
            }
            if (squared > most) {
                most = squared;
                which = i;
            }
        }
        from[stretch] = first;
        to[stretch] = last;
        farthest[stretch] = which;
        squaredDistance[stretch] = most;
    }
}
