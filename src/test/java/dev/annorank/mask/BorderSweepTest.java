package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Segmentation.Rle;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Borders of more steps, longer diagonals and larger offsets than small random masks have, against OpenCV. */
class BorderSweepTest {
    private static final int HEIGHT = 128;
    private static final int WIDTH = 20_000;

    private final ContourMeasurer measurer = new ContourMeasurer();

    /** Sums of small steps are kept side by side in 64 bits, which the largest of them would outgrow. */
    @Test
    void shouldEqualOpenCv_whenABorderHasManyLargeSteps() {
        for (int step = 13; step < 19; step++) {
            int[] starts = new int[WIDTH];
            int[] ends = new int[WIDTH];
            for (int column = 0; column < WIDTH; column++) {
                starts[column] = column % 2 * step;
                ends[column] = 80 + column % 2 * step;
            }
            requireEqual(starts, ends, "steps of " + step);
        }
    }

    @Test
    void shouldEqualOpenCv_whenDiagonalsAreLong() {
        for (int length = 29; length < 36; length++) {
            int[] starts = new int[WIDTH];
            int[] ends = new int[WIDTH];
            for (int column = 0; column < WIDTH; column++) {
                starts[column] = Math.abs(column % (2 * length) - length);
                ends[column] = 60 + Math.abs(column % (2 * length + 2) - length - 1);
            }
            requireEqual(starts, ends, "diagonals of " + length);
        }
    }

    @Test
    void shouldEqualOpenCv_whenStepsAreOfAnySize() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int[] starts = new int[WIDTH];
            int[] ends = new int[WIDTH];
            int most = 1 + random.nextInt(30);
            for (int column = 1; column < WIDTH; column++) {
                starts[column] = walk(random, starts[column - 1], most, 0, 60);
                ends[column] = walk(random, Math.max(61, ends[column - 1]), most, 61, HEIGHT - 1);
            }
            requireEqual(starts, ends, "seed " + seed);
        }
    }

    private static int walk(Random random, int from, int most, int low, int high) {
        int off = random.nextInt(3) == 0 ? random.nextInt(2 * most + 1) - most : random.nextInt(3) - 1;
        return Math.max(low, Math.min(high, from + off));
    }

    /** One run a column. */
    private void requireEqual(int[] starts, int[] ends, String what) {
        int[] counts = new int[2 * WIDTH + 1];
        int passed = 0;
        for (int column = 0; column < WIDTH; column++) {
            counts[2 * column] = column * HEIGHT + starts[column] - passed;
            counts[2 * column + 1] = ends[column] + 1 - starts[column];
            passed = column * HEIGHT + ends[column] + 1;
        }
        counts[2 * WIDTH] = WIDTH * HEIGHT - passed;
        Rle mask = new Rle(HEIGHT, WIDTH, counts);
        assertThat(measurer.measure(mask, WIDTH, HEIGHT))
                .as(what)
                .isEqualTo(OpenCv.measure(OpenCv.mask(mask, WIDTH, HEIGHT), WIDTH, HEIGHT));
    }
}
