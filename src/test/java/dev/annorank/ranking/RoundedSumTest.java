package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundedSumTest {
    @Test
    void shouldBeZero_whenThereAreNoTerms() {
        assertThat(RoundedSum.of(new double[0], 0)).isEqualTo(0.0);
    }

    @Test
    void shouldIgnoreWhatFollows_whenCountIsSmallerThanTheArray() {
        assertThat(RoundedSum.of(new double[] {1, 2, 4, 8}, 1)).isEqualTo(1.0);
        assertThat(RoundedSum.of(new double[] {1, 2, 4, 8}, 2)).isEqualTo(3.0);
        assertThat(RoundedSum.of(new double[] {1, 2, 4, 8}, 3)).isEqualTo(7.0);
    }

    /** Sums that adding from left to right gets wrong. */
    @Test
    void shouldRoundOnce_whenPlainAdditionWouldRoundTwice() {
        assertThat(RoundedSum.of(new double[] {1, 0x1p-53, 0x1p-53}, 3)).isEqualTo(Math.nextUp(1.0));
        assertThat(RoundedSum.of(new double[] {1, 0x1p-53, 0x1p-106}, 3)).isEqualTo(Math.nextUp(1.0));
        assertThat(RoundedSum.of(new double[] {1, 0x1p-53, 0x1p-300, 0x1p-700}, 4))
                .isEqualTo(Math.nextUp(1.0));
        assertThat(RoundedSum.of(new double[] {1, 0x1p-54, 0x1p-54, 0x1p-1074}, 4))
                .isEqualTo(Math.nextUp(1.0));
        double[] tenths = new double[10];
        Arrays.fill(tenths, 0.1);
        assertThat(RoundedSum.of(tenths, 10)).isEqualTo(1.0);
    }

    @Test
    void shouldRoundTiesToEven_whenTheExactSumIsHalfWay() {
        assertThat(RoundedSum.of(new double[] {1, 0x1p-54, 0x1p-54}, 3)).isEqualTo(1.0);
        assertThat(RoundedSum.of(new double[] {Math.nextUp(1.0), 0x1p-54, 0x1p-54}, 3))
                .isEqualTo(1 + 0x1p-51);
    }

    @Test
    void shouldBeInfinite_whenNoDoubleIsLargeEnough() {
        double[] terms = {Double.MAX_VALUE, Double.MAX_VALUE, 1};
        assertThat(RoundedSum.of(terms, 3)).isInfinite();
    }

    @Test
    void shouldEqualBigDecimalInAnyOrder_whenTermsAreRandom() {
        for (int seed = 0; seed < 15_000; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(12);
            int spread = 1 + random.nextInt(seed % 10 == 0 ? 600 : 70);
            double[] terms = new double[count];
            BigDecimal exact = BigDecimal.ZERO;
            for (int i = 0; i < count; i++) {
                // Few bits, so that sums often are exactly half way between two doubles.
                long mantissa = random.nextBoolean() ? random.nextInt(8) : random.nextLong() >>> 11;
                terms[i] = Math.scalb((double) mantissa, -53 - random.nextInt(spread));
                exact = exact.add(new BigDecimal(terms[i]));
            }
            double expected = exact.doubleValue();
            for (int turn = 0; turn < 2; turn++) {
                assertThat(RoundedSum.of(terms, count))
                        .as("seed %d terms %s", seed, Arrays.toString(terms))
                        .isEqualTo(expected);
                Arrays.sort(terms);
            }
        }
    }
}
