package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolygonMeasurerTest {
    private final ContourMeasurer contours = new ContourMeasurer(1 << 20);
    private final PolygonMeasurer measurer = new PolygonMeasurer(contours);

    @Test
    void shouldMeasureToFractionsOfAPixel() {
        assertThat(measure(0.5, 0.25, 3.5, 0.25, 3.5, 4.25)).isEqualTo(new Shape(12, 6, 1));
    }

    @Test
    void shouldNotMindARepeatedFirstPoint_norWinding_norStart() {
        Shape triangle = new Shape(12, 6, 1);

        assertThat(measure(0, 0, 3, 0, 3, 4, 0, 0)).isEqualTo(triangle);
        assertThat(measure(3, 4, 3, 0, 0, 0)).isEqualTo(triangle);
        assertThat(measure(3, 0, 3, 4, 0, 0)).isEqualTo(triangle);
    }

    @Test
    void shouldApproachADisc_whenVerticesAreMany() {
        int n = 10_000;
        double[] xy = new double[2 * n];
        for (int i = 0; i < n; i++) {
            xy[2 * i] = 50 + 40 * Math.cos(2 * Math.PI * i / n);
            xy[2 * i + 1] = 50 + 40 * Math.sin(2 * Math.PI * i / n);
        }

        Shape disc = measure(xy);

        assertThat(disc.areaPx2()).isCloseTo(Math.PI * 1600, within(1e-2));
        assertThat(disc.perimeterPx()).isCloseTo(Math.PI * 80, within(1e-4));
    }

    @Test
    void shouldKeepTheLargerLobe_whenPolygonIsABowTie() {
        // Crosses itself at (4, 4): a lobe of area 16 to the left, one of area 4 to the right.
        Shape bowTie = measure(0, 0, 6, 6, 6, 2, 0, 8);

        assertThat(bowTie.areaPx2()).isCloseTo(16, within(1e-9));
        assertThat(bowTie.perimeterPx()).isCloseTo(8 + 2 * Math.hypot(4, 4), within(1e-9));
        assertThat(bowTie.contours()).isEqualTo(2);
    }

    @Test
    void shouldCountWhatIsWoundAroundTwice_whenPolygonIsAPentagram() {
        double[] xy = new double[10];
        for (int i = 0; i < 5; i++) {
            xy[2 * i] = 50 + 40 * Math.cos(4 * Math.PI * i / 5);
            xy[2 * i + 1] = 50 + 40 * Math.sin(4 * Math.PI * i / 5);
        }
        double inner = 40 * Math.sin(Math.PI / 10) / Math.sin(Math.PI * 3 / 10);

        Shape star = measure(xy);

        // Ten triangles from the centre to a tip and the dent beside it.
        assertThat(star.areaPx2()).isCloseTo(5 * 40 * inner * Math.sin(Math.PI / 5), within(1e-9));
        assertThat(star.contours()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreHoles_whenARepairMakesThem() {
        // A square with a square hole, joined by a cut that is walked twice.
        Shape ring = measure(0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 2, 2, 2, 8, 8, 8, 8, 2, 2, 2);

        assertThat(ring.areaPx2()).isCloseTo(100, within(1e-9));
        assertThat(ring.perimeterPx()).isCloseTo(40, within(1e-9));
    }

    @Test
    void shouldCountTheLargestPart_theFirstOfEquals() {
        Segmentation parts = new Segmentation.Polygons(
                new double[] {0, 0, 1, 0, 1, 1, 10, 10, 14, 10, 14, 14, 10, 14, 20, 20, 28, 20, 28, 22, 20, 22},
                new int[] {6, 14, 22});

        assertThat(measurer.measure(parts, 100, 100)).isEqualTo(new Shape(16, 16, 3));
    }

    @Test
    void shouldHaveNoArea_whenDegenerate() {
        assertThat(measure(5, 5)).isEqualTo(new Shape(0, 0, 1));
        assertThat(measure(0, 0, 3, 4)).isEqualTo(new Shape(10, 0, 1));
        assertThat(measure(0, 0, 3, 4, 6, 8)).isEqualTo(new Shape(20, 0, 1));
        assertThat(measure(5, 5, 5, 5, 5, 5, 5, 5)).isEqualTo(new Shape(0, 0, 1));
    }

    @Test
    void shouldTakeASliverForNoArea() {
        double below = 0x1p-21;

        assertThat(measure(0, 0, 2, 0, 2, below).areaPx2()).isZero();
        assertThat(measure(0, 0, 2, 0, 2, 4 * below).areaPx2()).isEqualTo(4 * below);
    }

    @Test
    void shouldMeasureTheOutlineOfPixels_whenGivenRunLengths() {
        Segmentation rle = new Segmentation.Rle(4, 4, new int[] {5, 2, 2, 2, 5});

        assertThat(measurer.measure(rle, 4, 4))
                .isEqualTo(contours.measure(rle, 4, 4))
                .isEqualTo(new Shape(4, 1, 1));
    }

    @Test
    void shouldRejectAnImageOverTheLimit() {
        Segmentation polygon = Segmentation.Polygons.of(0, 0, 3, 0, 3, 4);

        assertThatThrownBy(() -> measurer.measure(polygon, 1 << 11, 1 << 10))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("at most 1048576 px");
    }

    @Test
    void shouldNeverFail_whenPolygonsAreRandom() {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            double[] xy = new double[2 * (1 + random.nextInt(12))];
            for (int i = 0; i < xy.length; i++) {
                xy[i] = random.nextBoolean() ? random.nextInt(6) : 6 * random.nextDouble();
            }
            Shape shape = measure(xy);

            assertThat(shape.areaPx2()).as("seed " + seed).isBetween(0.0, 36.0);
            assertThat(shape.contours()).as("seed " + seed).isPositive();
            assertThat(shape.areaPx2() > 0 && shape.areaPx2() < PolygonMeasurer.MIN_AREA)
                    .as("seed " + seed)
                    .isFalse();
        }
    }

    private Shape measure(double... xy) {
        return measurer.measure(Segmentation.Polygons.of(xy), 100, 100);
    }

    @Test
    void shouldRefuseAScribble_whenItCouldNotBeRepairedInTime() {
        Random random = new Random(1);
        double[] scribble = random.doubles(4_000, 0, 1000).toArray();
        assertThatThrownBy(() -> new PolygonMeasurer(new ContourMeasurer())
                        .measure(Segmentation.Polygons.of(scribble), 1000, 1000))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("crosses itself more than 2000 times");
    }

    @Test
    void shouldRefuseManyScribbles_whenTheyCouldNotBeRepairedInTime() {
        double[] one = new Random(1).doubles(2 * 60, 0, 1000).toArray();
        assertThat(measure(one).contours()).isPositive();
        Segmentation many = repeated(one, 100);
        assertThatThrownBy(() -> measurer.measure(many, 1000, 1000))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("crosses itself more than 2000 times");
        assertThat(measure(one).contours()).as("afterwards").isPositive();
    }

    @Test
    void shouldRefuseACombTooFineToBeLookedAtInTime() {
        assertThat(measure(Comb.of(700)).areaPx2()).isPositive();
        assertThatThrownBy(() -> measure(Comb.of(3_000)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("more than 4194304 pairs of edges of segmentation may cross");
    }

    @Test
    void shouldTakeAnOutlineOfManyPoints() {
        int points = 40_000;
        double[] xy = new double[2 * points];
        for (int i = 0; i < points; i++) {
            double radius = i % 2 == 0 ? 400 : 401;
            xy[2 * i] = 500 + radius * Math.cos(2 * Math.PI * i / points);
            xy[2 * i + 1] = 500 + radius * Math.sin(2 * Math.PI * i / points);
        }
        assertThat(measurer.measure(Segmentation.Polygons.of(xy), 1000, 1000).areaPx2())
                .isBetween(Math.PI * 400 * 400, Math.PI * 401 * 401);
    }

    private static Segmentation repeated(double[] part, int times) {
        double[] all = new double[part.length * times];
        int[] ends = new int[times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(part, 0, all, i * part.length, part.length);
            ends[i] = (i + 1) * part.length;
        }
        return new Segmentation.Polygons(all, ends);
    }
}
