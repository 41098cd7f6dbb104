package dev.annorank.format.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Rle;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowMaskTest {
    private static final long MAX_PIXELS = 1L << 29;
    private static final int MAX_RUNS = 10_000;

    @Test
    void shouldGiveColumnRuns_whenASquareIsGivenByRows() {
        RowMask mask = new RowMask(4, 3, MAX_PIXELS, MAX_RUNS);
        mask.add(1, 3);
        mask.add(5, 7);
        assertThat(mask.toRle()).isEqualTo(new Rle(3, 4, new int[] {3, 2, 1, 2, 4}));
    }

    @Test
    void shouldJoinColumns_whenOneEndsAndTheNextBeginsInTheForeground() {
        RowMask mask = new RowMask(3, 2, MAX_PIXELS, MAX_RUNS);
        mask.add(0, 6);
        assertThat(mask.toRle()).isEqualTo(new Rle(2, 3, new int[] {0, 6}));
    }

    @Test
    void shouldGiveOneRunOfBackground_whenNothingIsAdded() {
        assertThat(new RowMask(3, 2, MAX_PIXELS, MAX_RUNS).toRle()).isEqualTo(new Rle(2, 3, new int[] {6}));
    }

    @Test
    void shouldEqualTheDefinition_whenMasksAreRandom() {
        long seed = 71;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            int width = 1 + random.nextInt(9);
            int height = 1 + random.nextInt(9);
            boolean[] pixels = Masks.random(width, height, random);
            RowMask mask = new RowMask(width, height, MAX_PIXELS, MAX_RUNS);
            for (int at = 0; at < pixels.length; at++) {
                int end = at;
                // Runs are at times given in pieces.
                while (end < pixels.length && pixels[end] && random.nextInt(30) > 0) {
                    end++;
                }
                mask.add(at, end);
                at = Math.max(at, end - 1);
                if (end == at && pixels[at]) {
                    mask.add(at, at + 1);
                }
            }
            assertThat(mask.toRle())
                    .as("seed %d, round %d, %d x %d", seed, round, width, height)
                    .isEqualTo(Masks.rle(pixels, width, height));
        }
    }

    @Test
    void shouldNotDependOnThePixels_whenTheImageIsAsLargeAsCanBe() {
        RowMask thin = new RowMask(1, 1 << 29, MAX_PIXELS, MAX_RUNS);
        thin.add(5, (1 << 29) - 7);
        assertThat(thin.toRle().counts()).containsExactly(5, (1 << 29) - 12, 7);
        RowMask wide = new RowMask(1 << 10, 1 << 19, MAX_PIXELS, MAX_RUNS);
        wide.add(1 << 10, (1 << 29) - (1 << 10));
        assertThat(wide.toRle().counts()).hasSize(2 * (1 << 10) + 1);
    }

    @Test
    void shouldReject_whenStripesWouldMakeTooManyRuns() {
        RowMask mask = new RowMask(1 << 14, 1 << 14, MAX_PIXELS, MAX_RUNS);
        assertThatThrownBy(() -> {
                    for (long y = 0; y < 1 << 14; y += 2) {
                        mask.add(y << 14, (y + 1) << 14);
                    }
                })
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("more than 10000 vertical runs");
        RowMask one = new RowMask(8, 8, MAX_PIXELS, 8);
        for (long y = 0; y < 8; y += 4) {
            one.add(y * 8, y * 8 + 8);
        }
        assertThatThrownBy(one::toRle).hasMessageContaining("more than 8 vertical runs");
    }

    @Test
    void shouldReject_whenTheImageHasTooManyPixels() {
        assertThatThrownBy(() -> new RowMask(1 << 20, 1 << 20, MAX_PIXELS, MAX_RUNS))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("at most 536870912 px");
    }
}
