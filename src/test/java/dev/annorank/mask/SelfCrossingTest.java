package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.RobustLineIntersector;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

class SelfCrossingTest {
    private final SelfCrossing crossing = new SelfCrossing();

    @Test
    void shouldSeeACrossing_whenEdgesCrossWithin() {
        assertThat(is(0, 0, 10, 10, 10, 0, 0, 10)).isTrue();
        assertThat(is(0, 0, 10, 10, 10, 0, 0, 10, 0, 0)).isTrue();
        Segmentation second =
                new Polygons(new double[] {0, 0, 9, 0, 9, 9, 0, 0, 10, 10, 10, 0, 0, 10}, new int[] {6, 14});
        assertThat(crossing.isIn(second)).isTrue();
    }

    @Test
    void shouldSeeACrossing_whenItGoesThroughAnEdgeAtAVertex() {
        assertThat(is(0, 0, 10, 0, 10, 10, 5, 0, 4, -6)).isTrue();
        assertThat(is(10, 10, 5, 0, 4, -6, 0, 0, 10, 0)).isTrue();
    }

    @Test
    void shouldSeeNone_whenAPolygonIsPlainOrOnlyTouchesItself() {
        assertThat(is(0, 0, 10, 0, 10, 10, 0, 10)).isFalse();
        assertThat(is(0, 0, 0, 0, 10, 0, 10, 10, 10, 10, 0, 10, 0, 0, 0, 0))
                .as("repeated points")
                .isFalse();
        assertThat(is(0, 0, 5, 5, 0, 10, 10, 10, 5, 5, 10, 0))
                .as("vertex on vertex")
                .isFalse();
        assertThat(is(0, 0, 10, 0, 10, 10, 5, 0, 0, 10)).as("vertex on edge").isFalse();
        assertThat(is(0, 0, 10, 0, 20, 0, 10, 0, 10, 10)).as("a spike").isFalse();
        assertThat(is(1, 1)).isFalse();
        assertThat(is(1, 1, 2, 2, 3, 3)).isFalse();
        assertThat(crossing.isIn(new Rle(2, 2, new int[] {4}))).isFalse();
    }

    @Test
    void shouldGiveUp_whenAPolygonIsAScribble() {
        double[] many = new double[2 * SelfCrossing.MAX_VERTICES + 2];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = i % 4;
            many[i + 1] = i * 7919 % 1000;
        }
        assertThat(is(many)).isFalse();
        assertThat(is(java.util.Arrays.copyOf(many, many.length - 2))).isTrue();
    }

    /** Against all pairs of edges: a proper intersection must be seen, and of a simple ring nothing. */
    @Test
    void shouldAgreeWithJts_whenPolygonsAreDrawnByChance() {
        RobustLineIntersector pair = new RobustLineIntersector();
        GeometryFactory geometries = new GeometryFactory();
        int crossed = 0;
        int simple = 0;
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            int n = 4 + random.nextInt(9);
            double grid = seed % 2 == 0 ? 1 : 1e-7;
            Coordinate[] ring = new Coordinate[n + 1];
            double[] xy = new double[2 * n];
            for (int i = 0; i < n; i++) {
                double turn = 2 * Math.PI * i / n;
                double radius = random.nextInt(3) == 0 ? random.nextInt(60) - 30 : 20 + random.nextInt(10);
                ring[i] = new Coordinate(
                        Math.rint(radius * Math.cos(turn)) * grid, Math.rint(radius * Math.sin(turn)) * grid);
                xy[2 * i] = ring[i].x;
                xy[2 * i + 1] = ring[i].y;
            }
            ring[n] = ring[0];
            boolean proper = false;
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    pair.computeIntersection(ring[i], ring[i + 1], ring[j], ring[j + 1]);
                    proper |= pair.isProper();
                }
            }
            boolean isSimple = geometries.createLineString(ring).isSimple();
            if (proper) {
                assertThat(is(xy)).as("seed %d", seed).isTrue();
                crossed++;
            } else if (isSimple) {
                assertThat(is(xy)).as("seed %d", seed).isFalse();
                simple++;
            }
        }
        assertThat(crossed).isGreaterThan(500);
        assertThat(simple).isGreaterThan(500);
    }

    private boolean is(double... xy) {
        return crossing.isIn(Polygons.of(xy));
    }
}
