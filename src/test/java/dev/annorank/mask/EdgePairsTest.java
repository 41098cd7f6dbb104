package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Segmentation.Polygons;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EdgePairsTest {
    @Test
    void shouldCountPairsWhoseBoxesOverlap_whenComparedWithLookingAtAll() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double[] xy = new double[2 * (3 + random.nextInt(60))];
            for (int i = 0; i < xy.length; i++) {
                xy[i] = seed % 2 == 0 ? random.nextInt(9) - 4 : 1000 * random.nextGaussian();
            }
            Polygons polygon = Polygons.of(xy);
            int pairs = pairs(xy);
            // A limit of its own number is reached and not passed, and each pair takes some looking.
            assertThat(EdgePairs.atMost(polygon, pairs)).as("seed " + seed).isEqualTo(pairs);
            assertThat(EdgePairs.atMost(polygon, pairs - 1)).as("seed " + seed).isGreaterThan(pairs - 1);
        }
    }

    @Test
    void shouldNotLook_whenAllPairsAreFew() {
        assertThat(EdgePairs.atMost(Polygons.of(0, 0, 9, 0, 9, 9, 0, 9), 6)).isEqualTo(6);
    }

    @Test
    void shouldAddUpParts() {
        double[] twoStrips = {0, 0, 1, 9, 2, 0, 3, 9, 4, 0, 0, 0, 1, 9, 2, 0, 3, 9, 4, 0};
        double one = EdgePairs.atMost(Polygons.of(0, 0, 1, 9, 2, 0, 3, 9, 4, 0), 9);
        assertThat(one).isBetween(5.0, 9.0);
        assertThat(EdgePairs.atMost(new Polygons(twoStrips, new int[] {10, 20}), (long) (2 * one)))
                .isEqualTo(2 * one);
        assertThat(EdgePairs.atMost(new Polygons(twoStrips, new int[] {10, 20}), (long) (2 * one) - 1))
                .isGreaterThan(2 * one - 1);
    }

    private static int pairs(double[] xy) {
        int edges = xy.length / 2;
        int pairs = 0;
        for (int i = 0; i < edges; i++) {
            for (int j = i + 1; j < edges; j++) {
                if (overlap(xy, 0, i, j) && overlap(xy, 1, i, j)) {
                    pairs++;
                }
            }
        }
        return pairs;
    }

    private static boolean overlap(double[] xy, int axis, int i, int j) {
        double a = xy[2 * i + axis];
        double b = xy[(2 * i + 2 + axis) % xy.length];
        double c = xy[2 * j + axis];
        double d = xy[(2 * j + 2 + axis) % xy.length];
        return Math.min(a, b) <= Math.max(c, d) && Math.min(c, d) <= Math.max(a, b);
    }
}
