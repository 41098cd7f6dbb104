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
 * a pixel. Where these are more than the limit, the farthest of all comes first, so no tolerances need to be tried. Up to
 * the limit the points are those that JTS's {@code DouglasPeuckerSimplifier} keeps.
 *
 * <p>A simplified outline may cross itself where the original comes close to doing so. Not thread-safe: buffers are reused.
 */
final class OutlineSimplifier {
    private static final double MIN_SPACING = 1;
    private static final double SPACING_TO_LENGTH = 1.0 / 150;
    /** A line that is longer than this times the root of its area is ragged or thin: its length says nothing of its size. */
    private static final double LENGTH_TO_ROOT = 12;

    private static final double MAX_LOOKED_AT = 16_384;
    private static final int MIN_POINTS = 4;
    /** Products of two such coordinates, and sums of two such products, are of 31 bits. */
    private static final int SMALL = (1 << 14) - 1;
    /** Farther off than any two points of an image are. */
    private static final int MUCH = 1 << 30;
    /** Characters of compressed run lengths for each point of the outline. */
    private static final int CHARACTERS_A_POINT = 3;

    private int[] xs = new int[256];
    private int[] ys = new int[256];
    private int size;
    /** The bits of all coordinates. */
    private int bits;
    /** Points are not closer, except for the last to the first. */
    private double spacing;
    /** The square of that, rounded up: squared distances are whole. */
    private long squaredSpacing;
    /** The stretches between kept points: where each begins and ends, and its farthest point and how far that is. */
    private final int[] from = new int[Outline.MAX_POINTS];

    private final int[] to = new int[Outline.MAX_POINTS];
    private final int[] farthest = new int[Outline.MAX_POINTS];
    private final double[] squaredDistance = new double[Outline.MAX_POINTS];
    /** Of the stretch looked at last. */
    private double mostSquared;

    /** Begins the line that has this shape. */
    void begin(Shape shape) {
        size = 0;
        bits = 0;
        double length = Math.min(shape.perimeterPx(), LENGTH_TO_ROOT * Math.sqrt(shape.areaPx2()));
        spacing = Math.max(MIN_SPACING, Math.max(length * SPACING_TO_LENGTH, shape.perimeterPx() / MAX_LOOKED_AT));
        squaredSpacing = (long) Math.ceil(spacing * spacing);
    }

    void add(int x, int y) {
        if (size > 0) {
            long dx = (long) x - xs[size - 1];
            long dy = (long) y - ys[size - 1];
            if (dx * dx + dy * dy < squaredSpacing) {
                return;
            }
        }
        keep(x, y);
    }

    /**
     * Adds the points at which a border passes from run to run, where each line of the mask is one line of the image.
     *
     * @param ends first and last position of each run, as {@link MaskRuns} has them
     * @param next each such place's successor along the border
     * @param firstLine which row or column of the image the mask's first line is
     * @param columns whether lines are columns
     */
    void addBorder(int[] ends, int[] next, int first, int stride, int firstLine, boolean columns) {
        int line = ends[first] / stride;
        int lineStart = line * stride;
        int lastLine = line - MUCH;
        int lastAlong = 0;
        int[] lines = columns ? xs : ys;
        int[] alongs = columns ? ys : xs;
        int seen = 0;
        int n = size;
        int node = first;
        do {
            if (n + 1 == lines.length) {
                grow();
                lines = columns ? xs : ys;
                alongs = columns ? ys : xs;
            }
            int along = ends[node] - lineStart;
            long dx = (long) line - lastLine;
            long dy = (long) along - lastAlong;
            // Which points are kept is as good as chance, so no branch depends on it: the next one replaces one passed
            // over.
            int kept = (int) ((squaredSpacing - 1 - (dx * dx + dy * dy)) >> 63);
            lines[n] = firstLine + line;
            alongs[n] = along;
            seen |= (firstLine + line) | along;
            n -= kept;
            lastLine ^= (lastLine ^ line) & kept;
            lastAlong ^= (lastAlong ^ along) & kept;
            int target = next[node];
            // One line on from start to start, one back from end to end, none where the border turns.
            int step = (1 - ((node & 1) << 1)) & (((target ^ node) & 1) - 1);
            line += step;
            lineStart += step * stride;
            node = target;
        } while (node != first);
        size = n;
        bits |= seen;
    }

    private void keep(int x, int y) {
        // One place more for the first point, which is also the last.
        if (size + 1 == xs.length) {
            grow();
        }
        xs[size] = x;
        ys[size] = y;
        bits |= x | y;
        size++;
    }

    private void grow() {
        xs = Arrays.copyOf(xs, 2 * xs.length);
        ys = Arrays.copyOf(ys, 2 * ys.length);
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
        return Math.max(MIN_POINTS, Math.min(most, Outline.MAX_POINTS));
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
        int kept = keepAll(least, mostPoints);
        if (kept < 0) {
            kept = keepFarthest(least, mostPoints);
        }
        int[] xy = new int[2 * kept];
        for (int i = 0; i < kept; i++) {
            xy[2 * i] = xs[from[i]];
            xy[2 * i + 1] = ys[from[i]];
        }
        return new Outline(xy);
    }

    /** Notes all points that are far enough, in their order, and gives their number; -1 if they are too many. */
    private int keepAll(double least, int mostPoints) {
        int first = 0;
        int kept = 1;
        from[0] = 0;
        int open = 1;
        to[0] = size;
        while (open > 0) {
            int last = to[open - 1];
            int between = farthest(first, last);
            if (mostSquared > least) {
                if (kept + open > mostPoints) {
                    return -1;
                }
                to[open++] = between;
            } else {
                first = last;
                open--;
                if (open > 0) {
                    from[kept++] = first;
                }
            }
        }
        return kept;
    }

    /** The same if there may be only so many: the farthest of all first. */
    private int keepFarthest(double least, int mostPoints) {
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
            stretches++;
        }
        Arrays.sort(from, 0, stretches);
        return stretches;
    }

    /** Notes a stretch and its farthest point. */
    private void measure(int stretch, int first, int last) {
        from[stretch] = first;
        to[stretch] = last;
        farthest[stretch] = farthest(first, last);
        squaredDistance[stretch] = mostSquared;
    }

    /**
     * The point of a stretch that is farthest from the segment between its ends, the first of equals; notes how far.
     * Where all points lie beside the segment, as most do, the largest cross product tells, in whole numbers.
     */
    private int farthest(int first, int last) {
        mostSquared = 0;
        if (last - first < 2) {
            return first;
        }
        int[] px = xs;
        int[] py = ys;
        int startX = px[first];
        int startY = py[first];
        int dx = px[last] - startX;
        int dy = py[last] - startY;
        int squaredLength = dx * dx + dy * dy;
        if ((bits & ~SMALL) != 0 || squaredLength == 0) {
            return farthestOfAny(first, last);
        }
        int most = 0;
        int beyond = 0;
        for (int i = first + 1; i < last; i++) {
            int x = px[i] - startX;
            int y = py[i] - startY;
            int along = x * dx + y * dy;
            beyond |= (along - 1) | (squaredLength - 1 - along);
            most = Math.max(most, Math.abs(x * dy - y * dx));
        }
        if (beyond < 0) {
            return farthestOfAny(first, last);
        }
        mostSquared = (double) most * most * (1.0 / squaredLength);
        int which = first + 1;
        while (Math.abs((px[which] - startX) * dy - (py[which] - startY) * dx) != most) {
            which++;
        }
        return which;
    }

    /** The same for any points. */
    private int farthestOfAny(int first, int last) {
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
        mostSquared = most;
        return which;
    }
}
