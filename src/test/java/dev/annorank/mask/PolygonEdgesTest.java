package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Segmentation;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pixels of lines in images of up to the most pixels there may be, far larger than those that OpenCV is compared on. */
class PolygonEdgesTest {
    private static final int LINES = 300;
    private static final int MAX_ROWS = 4000;

    private final PolygonEdges edges = new PolygonEdges();

    @ParameterizedTest
    @CsvSource({
        "7, 5, 1",
        "641, 479, 2",
        "20000, 26000, 3",
        "26000, 20000, 4",
        "16384, 32768, 5",
        "128, 4194304, 6",
        "4194304, 128, 7",
        "32, 16777216, 8",
        "16777216, 32, 9",
        "1, 10000000, 10",
        "10000000, 1, 11"
    })
    void shouldRoundAsWholeNumbersDo_whenImagesAreLarge(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int line = 0; line < LINES; line++) {
            // Short ones too: of those, all fractions there are come up.
            int reach = line % 2 == 0 ? 40 : Integer.MAX_VALUE;
            int x1 = random.nextInt(width);
            int y1 = random.nextInt(height);
            int x2 = near(x1, reach, width, random);
            int y2 = near(y1, reach, height, random);
            edges.read(new Segmentation.Polygons(new double[] {x1, y1, x2, y2}, new int[] {4}), width, height);
            String what = "seed " + seed + ", line from " + x1 + ", " + y1 + " to " + x2 + ", " + y2;
            boolean ordered = x1 <= x2;
            compare(ordered ? x1 : x2, ordered ? y1 : y2, ordered ? x2 : x1, ordered ? y2 : y1, random, what);
        }
    }

    private static int near(int from, int reach, int limit, SplittableRandom random) {
        int least = Math.max(0, from - reach);
        int most = (int) Math.min(limit - 1L, (long) from + reach);
        return random.nextInt(least, most + 1);
    }

    private void compare(int x1, int y1, int x2, int y2, SplittableRandom random, String what) {
        long dx = (long) x2 - x1;
        long dy = Math.abs((long) y2 - y1);
        for (int i = 0; i <= Math.min(dy, MAX_ROWS); i++) {
            long j = dy <= MAX_ROWS ? i : random.nextLong(dy + 1);
            int row = (int) (y2 < y1 ? y1 - j : y1 + j);
            long left;
            long right;
            if (dy > dx) {
                left = x1 + (2 * dx * j + dy - 1) / (2 * dy);
                right = left;
            } else {
                left = j == 0 ? x1 : x1 + (2 * dx * j - dx + 2 * dy) / (2 * dy);
                right = j == dy ? x2 : x1 + (2 * dx * (j + 1) - dx + 2 * dy) / (2 * dy) - 1;
            }
            for (int e = 0; e < edges.size; e++) {
                long along = row * edges.lineStep[e];
                assertThat(Math.max(edges.lineLeft[e], (edges.left[e] + along) >> edges.shift))
                        .as("first pixel of row %d, %s", row, what)
                        .isEqualTo(left);
                assertThat(Math.min(edges.lineRight[e], (edges.right[e] + along) >> edges.shift))
                        .as("last pixel of row %d, %s", row, what)
                        .isEqualTo(right);
            }
        }
    }
}
