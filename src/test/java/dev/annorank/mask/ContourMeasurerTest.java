package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ContourMeasurerTest {
    private static final int MASKS = 2000;

    private final ContourMeasurer measurer = new ContourMeasurer();

    @Test
    void shouldMeasureThroughPixelCentres() {
        assertThat(polygon(2, 3, 12, 3, 12, 8, 2, 8)).isEqualTo(new Shape(30, 50, 1));
    }

    @Test
    void shouldTruncateTowardZero() {
        assertThat(polygon(-0.9, -0.9, 12.9, -0.1, 12.1, 8.9, 0.2, 8.4)).isEqualTo(new Shape(40, 96, 1));
    }

    @Test
    void shouldRoundADiagonalToFloat() {
        // A diamond of four diagonals of 30 steps.
        double side = (float) Math.sqrt(1800);

        assertThat(polygon(50, 20, 80, 50, 50, 80, 20, 50)).isEqualTo(new Shape(4 * side, 1800, 1));
    }

    @Test
    void shouldWalkALineThereAndBack() {
        assertThat(polygon(3, 4, 13, 4)).isEqualTo(new Shape(20, 0, 1));
        assertThat(polygon(3, 4, 3, 14)).isEqualTo(new Shape(20, 0, 1));
        assertThat(polygon(3, 4, 6, 7)).isEqualTo(new Shape(2 * (double) (float) Math.sqrt(18), 0, 1));
    }

    @Test
    void shouldHaveNoLength_whenMaskIsOnePixel() {
        assertThat(polygon(3, 4)).isEqualTo(new Shape(0, 0, 1));
        assertThat(measurer.measure(new Segmentation.Rle(1, 1, new int[] {0, 1}), 1, 1))
                .isEqualTo(new Shape(0, 0, 1));
    }

    @Test
    void shouldBeEmpty_whenNoPixelIsSet() {
        assertThat(polygon(200, 4, 210, 4, 210, 9)).isEqualTo(Shape.EMPTY);
        assertThat(polygon(10, -9, 20, -9, 20, -1)).isEqualTo(Shape.EMPTY);
        assertThat(measurer.measure(new Segmentation.Rle(3, 4, new int[] {12}), 4, 3))
                .isEqualTo(Shape.EMPTY);
        assertThat(measurer.measure(new Segmentation.Rle(3, 4, new int[] {5, 0, 7}), 4, 3))
                .isEqualTo(Shape.EMPTY);
    }

    @Test
    void shouldNotCountWhatLiesInAHole() {
        // A ring one pixel wide around a hole of 3 x 3 with one pixel set in its middle.
        int[] ring = {0, 6, 3, 2, 1, 1, 1, 2, 3, 6};

        assertThat(measurer.measure(new Segmentation.Rle(5, 5, ring), 5, 5)).isEqualTo(new Shape(16, 16, 1));
    }

    @Test
    void shouldJoinRunsThatNothingParts() {
        Shape square = new Shape(4, 1, 1);

        assertThat(measurer.measure(new Segmentation.Rle(4, 4, new int[] {5, 2, 2, 2, 5}), 4, 4))
                .isEqualTo(square);
        assertThat(measurer.measure(new Segmentation.Rle(4, 4, new int[] {5, 1, 0, 1, 2, 0, 0, 2, 5, 0}), 4, 4))
                .isEqualTo(square);
    }

    @Test
    void shouldGiveTheSame_forPlainAndCompressedRuns() {
        for (long seed = 0; seed < MASKS; seed++) {
            RandomMasks.Sample sample = RandomMasks.sample(seed);
            if (sample.segmentation() instanceof Segmentation.Rle rle) {
                Segmentation compressed =
                        new Segmentation.CompressedRle(rle.height(), rle.width(), RunLengthsTest.encode(rle.counts()));

                assertThat(measurer.measure(compressed, rle.width(), rle.height()))
                        .as("seed " + seed)
                        .isEqualTo(measurer.measure(rle, rle.width(), rle.height()));
            }
        }
    }

    @Test
    void shouldNotDependOnWhatWasMeasuredBefore() {
        for (long seed = 0; seed < MASKS; seed++) {
            RandomMasks.Sample sample = RandomMasks.sample(seed);
            int width = sample.image().width();
            int height = sample.image().height();

            assertThat(measurer.measure(sample.segmentation(), width, height))
                    .as("seed " + seed + ": " + sample.describe())
                    .isEqualTo(new ContourMeasurer().measure(sample.segmentation(), width, height));
        }
    }

    @Test
    void shouldKeepAreaAndCount_whenMaskIsTurnedOrMoved() {
        for (long seed = 0; seed < MASKS; seed++) {
            RandomMasks.Sample sample = RandomMasks.sample(seed);
            int width = sample.image().width();
            int height = sample.image().height();
            byte[] mask = OpenCv.mask(sample.segmentation(), width, height);
            byte[] transposed = new byte[mask.length];
            byte[] reversed = new byte[mask.length];
            byte[] moved = new byte[(width + 3) * (height + 5)];
            for (int i = 0; i < mask.length; i++) {
                int x = i % width;
                int y = i / width;
                transposed[x * height + y] = mask[i];
                reversed[mask.length - 1 - i] = mask[i];
                moved[(y + 2) * (width + 3) + x + 1] = mask[i];
            }
            String name = "seed " + seed + ": " + sample.describe();
            Shape shape = measurer.measure(sample.segmentation(), width, height);

            assertThat(measure(moved, width + 3, height + 5)).as(name).isEqualTo(shape);
            // Among contours of equal area another may come first now, so the perimeter may differ.
            for (Shape turned : new Shape[] {measure(transposed, height, width), measure(reversed, width, height)}) {
                assertThat(turned.areaPx2()).as(name).isEqualTo(shape.areaPx2());
                assertThat(turned.contours()).as(name).isEqualTo(shape.contours());
                if (shape.contours() == 1) {
                    assertThat(turned.perimeterPx()).as(name).isEqualTo(shape.perimeterPx());
                }
            }
        }
    }

    @Test
    void shouldNotDependOnTheStartVertex() {
        for (long seed = 0; seed < MASKS; seed++) {
            RandomMasks.Sample sample = RandomMasks.sample(seed);
            if (sample.segmentation() instanceof Segmentation.Polygons p && p.parts() == 1) {
                double[] xy = p.coordinates();
                double[] rotated = new double[xy.length];
                System.arraycopy(xy, 2, rotated, 0, xy.length - 2);
                System.arraycopy(xy, 0, rotated, xy.length - 2, 2);
                int width = sample.image().width();
                int height = sample.image().height();

                assertThat(measurer.measure(Segmentation.Polygons.of(rotated), width, height))
                        .as("seed " + seed + ": " + sample.describe())
                        .isEqualTo(measurer.measure(p, width, height));
            }
        }
    }

    @Test
    void shouldStaySmall_whenAFewRunsClaimAHugeMask() {
        int size = 1 << 28;
        int half = size / 2;

        assertThat(measurer.measure(new Segmentation.Rle(1, size, new int[] {0, size}), size, 1))
                .isEqualTo(new Shape(2.0 * (size - 1), 0, 1));
        assertThat(measurer.measure(new Segmentation.Rle(2, half, new int[] {0, size}), half, 2))
                .isEqualTo(new Shape(2.0 * half, half - 1, 1));
        assertThat(measurer.measure(new Segmentation.Rle(2, half, new int[] {0, 1, size - 2, 1}), half, 2)
                        .contours())
                .isEqualTo(2);
        assertThat(measurer.measure(new Segmentation.Rle(1 << 14, 1 << 14, new int[] {0, size}), 1 << 14, 1 << 14))
                .isEqualTo(new Shape(4 * 16383, 16383.0 * 16383, 1));
    }

    @Test
    void shouldRejectMasksOverTheLimit_beforeAnythingElse() {
        ContourMeasurer small = new ContourMeasurer(100);
        Segmentation huge = new Segmentation.CompressedRle(Integer.MAX_VALUE, Integer.MAX_VALUE, "0");

        assertReason(Reason.MASK_TOO_LARGE, small, huge, 10, 10);
        assertReason(Reason.MASK_TOO_LARGE, small, Segmentation.Polygons.of(1, 1), 101, 1);
        assertThat(small.measure(Segmentation.Polygons.of(1, 1), 10, 10).contours())
                .isEqualTo(1);
    }

    @Test
    void shouldRejectRunsForAnotherSize() {
        Segmentation rle = new Segmentation.Rle(3, 4, new int[] {12});

        assertReason(Reason.BAD_RLE, measurer, rle, 3, 4);
        assertThatThrownBy(() -> measurer.measure(rle, 3, 4))
                .hasMessage(
                        "segmentation.size is [3, 4]; it must be the image's [height, width]: [4, 3]; the two seem to be swapped");
        assertThatThrownBy(() -> measurer.validate(rle, 3, 4)).isInstanceOf(RejectedException.class);
    }

    @Test
    void shouldRefuseALimitItCannotKeep() {
        assertThatThrownBy(() -> new ContourMeasurer(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContourMeasurer(ContourMeasurer.HIGHEST_MAX_PIXELS + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertReason(
            Reason reason, ContourMeasurer measurer, Segmentation segmentation, int width, int height) {
        assertThatThrownBy(() -> measurer.measure(segmentation, width, height))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private Shape polygon(double... xy) {
        return measurer.measure(Segmentation.Polygons.of(xy), 100, 90);
    }

    /** Measures a mask given row by row, as run lengths. */
    private Shape measure(byte[] mask, int width, int height) {
        int[] counts = new int[mask.length + 1];
        int n = 0;
        int value = 0;
        for (int i = 0; i < mask.length; i++) {
            int pixel = mask[i % height * width + i / height];
            if (pixel != value) {
                n++;
                value = pixel;
            }
            counts[n]++;
        }
        return measurer.measure(new Segmentation.Rle(height, width, Arrays.copyOf(counts, n + 1)), width, height);
    }

    @Test
    void shouldRefuseAZigzag_whenDrawingItWouldTakeMinutes() {
        double[] zigzag = new double[200_000];
        for (int i = 0; i < zigzag.length; i += 2) {
            zigzag[i] = i % 16_000;
            zigzag[i + 1] = i % 4 == 0 ? 0 : 16_000;
        }
        assertThatThrownBy(() -> new ContourMeasurer().measure(Segmentation.Polygons.of(zigzag), 16_384, 16_384))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("rows of pixels");
    }
}
