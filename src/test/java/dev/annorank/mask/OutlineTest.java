package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Outline;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.Distance;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.simplify.DouglasPeuckerSimplifier;

class OutlineTest {
    private final ContourMeasurer contours = new ContourMeasurer();
    private final PolygonMeasurer polygons = new PolygonMeasurer(contours);

    @Test
    void shouldBeTheCorners_whenAMaskIsARectangle() {
        Segmentation box = Polygons.of(10, 20, 50, 20, 50, 40, 10, 40);
        assertThat(contour(box, 100, 100)).containsExactly(10, 20, 10, 40, 50, 40, 50, 20);
        assertThat(polygons.outline(box, 100, 100).outline().xy()).containsExactly(10, 20, 50, 20, 50, 40, 10, 40);
    }

    /** Empty columns stand as one and full ones as one while a mask is measured; its outline must know how many. */
    @Test
    void shouldStandWhereTheMaskIs_whenManyColumnsAreEmptyOrFull() {
        int[] counts = {50 * 10 + 2, 5, 5, 5, 5, 5, 3, 300, 4, 5, 161};
        assertThat(contour(new Rle(10, 100, counts), 100, 10))
                .as("7 points at most, as its run lengths are few")
                .containsExactly(50, 2, 53, 0, 82, 0, 83, 8, 53, 9, 52, 6, 50, 6);
    }

    @Test
    void shouldBeOfTheLargestPart_whenAMaskHasSeveral() {
        Segmentation two =
                new Polygons(new double[] {1, 1, 5, 1, 5, 5, 20, 20, 60, 20, 60, 60, 20, 60}, new int[] {6, 14});
        assertThat(contour(two, 100, 100)).containsExactly(20, 20, 20, 60, 60, 60, 60, 20);
        assertThat(polygons.outline(two, 100, 100).outline().xy()).containsExactly(20, 20, 60, 20, 60, 60, 20, 60);
    }

    @Test
    void shouldStayInTheImage_whenAPolygonLeavesIt() {
        Segmentation half = Polygons.of(-50, 10, 40, 10, 40, 300, -50, 300);
        assertThat(contour(half, 100, 80)).contains(0, 10, 40, 79).doesNotContain(-50, 80, 300);
        assertThat(polygons.outline(half, 100, 80).outline().xy())
                .contains(0, 79)
                .doesNotContain(-50, 300);
        assertThat(polygons.outline(Polygons.of(-9, -9, -5, -9, -5, -5), 100, 80)
                        .outline())
                .isNull();
        assertThat(contours.outline(new Rle(2, 3, new int[] {6}), 3, 2).outline())
                .isNull();
        assertThat(contour(new Rle(2, 3, new int[] {3, 1, 2}), 3, 2)).containsExactly(1, 1);
    }

    @Test
    void shouldKeepANeedlesTip_whenTheNeedleIsThin() {
        int[] outline = contour(Polygons.of(10, 50, 20, 10, 30, 50, 490, 52, 30, 54, 20, 90), 500, 100);
        assertThat(outline).contains(490);
    }

    /** The bound on an outline's length is also one on the length of the records that carry it. */
    @Test
    void shouldHaveFewPoints_whenAMaskIsRagged() {
        Random random = new Random(3);
        double[] star = new double[4000];
        for (int i = 0; i < star.length; i += 2) {
            double radius = 100 + random.nextInt(300);
            star[i] = 500 + radius * Math.cos(i * Math.PI / 2000);
            star[i + 1] = 500 + radius * Math.sin(i * Math.PI / 2000);
        }
        assertThat(contour(Polygons.of(star), 1000, 1000)).hasSizeBetween(Outline.MAX_POINTS, 2 * Outline.MAX_POINTS);
        CompressedRle small = new CompressedRle(2, 6, "0101010101020");
        assertThat(OutlineSimplifier.mostPoints(small)).isEqualTo(4);
        assertThat(OutlineSimplifier.mostPoints(Polygons.of(1, 1, 2, 2, 3, 1))).isEqualTo(6);
    }

    @Test
    void shouldLieOnTheMaskAndNearAllOfItsContour_whenMasksAreDrawnByChance() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int height = 1 + random.nextInt(40);
            int width = 1 + random.nextInt(120);
            boolean[][] pixels = blob(random, height, width);
            Rle rle = rle(pixels, height, width);
            OutlinedShape outlined = contours.outline(rle, width, height);
            assertThat(outlined.shape()).as("seed %d", seed).isEqualTo(contours.measure(rle, width, height));
            Outline outline = outlined.outline();
            if (outline == null) {
                assertThat(outlined.shape()).isEqualTo(Shape.EMPTY);
                continue;
            }
            int top = height;
            int bottom = -1;
            for (int i = 0; i < outline.points(); i++) {
                int x = outline.xy()[2 * i];
                int y = outline.xy()[2 * i + 1];
                assertThat(pixels[y][x])
                        .as("seed %d: (%d, %d) of %s", seed, x, y, outline)
                        .isTrue();
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
            }
            // One blob of a column each: its rows are known, and an outline reaches nearly as far.
            double off = 1.5 * Math.max(1, outlined.shape().perimeterPx() / 150);
            if (outline.points() < OutlineSimplifier.mostPoints(rle)) {
                assertThat((double) top).as("seed %d: %s", seed, outline).isLessThanOrEqualTo(rows(pixels)[0] + off);
                assertThat((double) bottom)
                        .as("seed %d: %s", seed, outline)
                        .isGreaterThanOrEqualTo(rows(pixels)[1] - off);
            }
        }
    }

    @Test
    void shouldKeepWhatJtsKeeps_whenThereIsRoom() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Coordinate> ring = new ArrayList<>();
            OutlineSimplifier simplifier = new OutlineSimplifier();
            simplifier.begin(new Shape(450, 10_000, 1));
            int corners = 3 + random.nextInt(40);
            for (int i = 0; i < corners; i++) {
                int x = i % 2 * 5 + 4 * random.nextInt(10) * 10;
                int y = i * 7 + random.nextInt(4);
                ring.add(new Coordinate(x, y));
                simplifier.add(x, y);
            }
            ring.add(ring.get(0));
            DouglasPeuckerSimplifier jts = new DouglasPeuckerSimplifier(
                    new GeometryFactory().createLineString(ring.toArray(new Coordinate[0])));
            jts.setDistanceTolerance(1.5);
            Coordinate[] kept = jts.getResultGeometry().getCoordinates();
            int[] expected = new int[2 * (kept.length - 1)];
            for (int i = 0; i < kept.length - 1; i++) {
                expected[2 * i] = (int) kept[i].x;
                expected[2 * i + 1] = (int) kept[i].y;
            }
            Outline outline = simplifier.simplify(Outline.MAX_POINTS);
            assertThat(outline).as("seed %d", seed).isEqualTo(new Outline(expected));
        }
    }

    /** In a very wide image products do not fit 32 bits: another way to the same points. */
    @Test
    void shouldBeTheSameOutline_whenALineIsVeryLarge() {
        for (long seed = 0; seed < 200; seed++) {
            int[] ring = ring(new Random(seed), 60);
            int[] small = simplify(ring, 1, 20);
            int[] large = simplify(ring, 64, 20);
            for (int i = 0; i < large.length; i++) {
                large[i] /= 64;
            }
            assertThat(large).as("seed %d", seed).isEqualTo(small);
        }
    }

    @Test
    void shouldKeepTheFarthestFirst_whenThereMayBeFewPoints() {
        for (long seed = 0; seed < 200; seed++) {
            int[] ring = ring(new Random(seed), 40);
            int most = 4 + (int) (seed % 20);
            assertThat(simplify(ring, 1, most)).as("seed %d", seed).isEqualTo(farthestFirst(ring, most));
        }
    }

    private static int[] ring(Random random, int corners) {
        int[] xy = new int[2 * corners];
        for (int i = 0; i < xy.length; i++) {
            xy[i] = random.nextInt(1 << 14);
        }
        return xy;
    }

    private static int[] simplify(int[] xy, int factor, int most) {
        OutlineSimplifier simplifier = new OutlineSimplifier();
        simplifier.begin(new Shape(450, 10_000, 1));
        for (int i = 0; i < xy.length; i += 2) {
            simplifier.add(xy[i] * factor, xy[i + 1] * factor);
        }
        return simplifier.simplify(most).xy();
    }

    private static int[] farthestFirst(int[] xy, int most) {
        int points = xy.length / 2;
        TreeSet<Integer> kept = new TreeSet<>(Set.of(0, points));
        while (kept.size() <= most) {
            double largest = 1.5;
            int which = 0;
            for (int i = 1; i < points; i++) {
                double distance = Distance.pointToSegment(
                        point(xy, i),
                        point(xy, Objects.requireNonNull(kept.floor(i))),
                        point(xy, Objects.requireNonNull(kept.ceiling(i)) % points));
                if (distance > largest) {
                    largest = distance;
                    which = i;
                }
            }
            if (which == 0) {
                break;
            }
            kept.add(which);
        }
        return kept.headSet(points).stream()
                .flatMap(i -> Stream.of(xy[2 * i], xy[2 * i + 1]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Coordinate point(int[] xy, int i) {
        return new Coordinate(xy[2 * i], xy[2 * i + 1]);
    }

    private int[] contour(Segmentation segmentation, int width, int height) {
        @Nullable
        Outline outline = contours.outline(segmentation, width, height).outline();
        assertThat(outline).isNotNull();
        return outline.xy();
    }

    /** Some columns from a first to a last, each one stretch that overlaps the one before; often full, so that they repeat. */
    private static boolean[][] blob(Random random, int height, int width) {
        boolean[][] pixels = new boolean[height][width];
        int first = random.nextInt(width);
        int last = first + random.nextInt(width - first);
        int row = random.nextInt(height);
        for (int x = first; x <= last; x++) {
            boolean full = random.nextInt(3) == 0;
            int from = full ? 0 : random.nextInt(row + 1);
            int to = full ? height - 1 : row + random.nextInt(height - row);
            for (int y = from; y <= to; y++) {
                pixels[y][x] = true;
            }
            row = from + random.nextInt(to - from + 1);
        }
        return pixels;
    }

    private static Rle rle(boolean[][] pixels, int height, int width) {
        List<Integer> counts = new ArrayList<>();
        boolean now = false;
        int run = 0;
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                if (pixels[y][x] != now) {
                    counts.add(run);
                    run = 0;
                    now = !now;
                }
                run++;
            }
        }
        counts.add(run);
        return new Rle(
                height, width, counts.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int[] rows(boolean[][] pixels) {
        int[] rows = {pixels.length, -1};
        for (int y = 0; y < pixels.length; y++) {
            for (boolean pixel : pixels[y]) {
                if (pixel) {
                    rows[0] = Math.min(rows[0], y);
                    rows[1] = y;
                }
            }
        }
        return rows;
    }
}
