package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
    @Test
    void shouldBeZero_whenNothingWasAdded() {
        assertThat(new ExactSum().doubleValue()).isEqualTo(0.0);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                0x1p-64,
                0x3p-64,
                0x1p-12,
                0x1.fffffffffffffp-12,
                1,
                0x1.0000000000001p0,
                0x1p32,
                0x1.fffffffffffffp62
            })
    void shouldHoldValueExactly_whenItFits(double value) {
        ExactSum sum = new ExactSum();
        sum.add(value);
        assertThat(ExactSum.fits(value)).isTrue();
        assertThat(sum.doubleValue()).isEqualTo(Math.abs(value));
        assertThat(exactValue(sum.high(), sum.low())).isEqualByComparingTo(new BigDecimal(value));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                -1,
                -0x1p-64,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                0x1p63,
                0x1p-65,
                0x1.8p-64,
                0x1.0000000000001p-13,
                1e-9,
                Double.MIN_VALUE,
                0x1p-1022
            })
    void shouldRejectValueByName_whenItDoesNotFit(double value) {
        ExactSum sum = new ExactSum();
        sum.add(3);
        assertThat(ExactSum.fits(value)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sum.add(value))
                .withMessageContaining("value is " + value);
        assertThatIllegalArgumentException().isThrownBy(() -> sum.subtract(value));
        assertThat(sum.doubleValue()).isEqualTo(3.0);
    }

    @Test
    void shouldThrowAndStay_whenSumOverflows() {
        ExactSum sum = new ExactSum();
        sum.add(0x1p62);
        sum.add(0x1.8p61);
        assertThatThrownBy(() -> sum.add(0x1p62)).isInstanceOf(ArithmeticException.class);
        assertThat(sum.doubleValue()).isEqualTo(0x1p62 + 0x1.8p61);
        ExactSum negative = new ExactSum();
        negative.subtract(0x1p62);
        negative.subtract(0x1p62);
        assertThat(negative.doubleValue()).isEqualTo(-0x1p63);
        assertThatThrownBy(() -> negative.subtract(0x1p-64)).isInstanceOf(ArithmeticException.class);
        assertThat(negative.doubleValue()).isEqualTo(-0x1p63);
    }

    @Test
    void shouldRoundHalfToEven_whenSumLiesBetweenTwoDoubles() {
        assertThat(sumOf(0x1p53, 1).doubleValue()).isEqualTo(0x1p53);
        assertThat(sumOf(0x1p53, 3).doubleValue()).isEqualTo(0x1p53 + 4);
        assertThat(sumOf(0x1p53, 1, 0x1p-64).doubleValue()).isEqualTo(0x1p53 + 2);
        assertThat(sumOf(1, 0x1p-53).doubleValue()).isEqualTo(1.0);
        assertThat(sumOf(1, 0x1p-53, 0x1p-64).doubleValue()).isEqualTo(Math.nextUp(1.0));
    }

    @Test
    void shouldEqualBigDecimal_whenAddingAndSubtractingAtRandom() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            ExactSum sum = new ExactSum();
            BigDecimal exact = BigDecimal.ZERO;
            for (int step = 0; step < 200; step++) {
                double value = RandomData.fittingDouble(random);
                if (random.nextInt(3) > 0) {
                    sum.add(value);
                    exact = exact.add(new BigDecimal(value));
                } else {
                    sum.subtract(value);
                    exact = exact.subtract(new BigDecimal(value));
                }
                assertThat(exactValue(sum.high(), sum.low()))
                        .as("seed %d step %d value %s", seed, step, value)
                        .isEqualByComparingTo(exact);
                assertThat(sum.doubleValue())
                        .as("seed %d step %d value %s", seed, step, value)
                        .isEqualTo(exact.doubleValue());
            }
        }
    }

    @Test
    void shouldConvertAnyWordsLikeBigDecimal_whenBitsAreHostile() {
        Random random = new Random(7);
        for (int i = 0; i < 30_000; i++) {
            long high = RandomData.hostileBits(random);
            long low = RandomData.hostileBits(random);
            double expected = exactValue(high, low).doubleValue();
            assertThat(ExactSum.doubleValue(high, low))
                    .as("words %x %x", high, low)
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldLeaveNoTrace_whenAllIsTakenOutInAnotherOrder() {
        Random random = new Random(11);
        List<Double> values = new ArrayList<>();
        ExactSum sum = new ExactSum();
        for (int i = 0; i < 10_000; i++) {
            values.add(RandomData.fittingDouble(random));
            sum.add(values.get(i));
        }
        Collections.shuffle(values, random);
        values.forEach(sum::subtract);
        assertThat(sum.high()).isZero();
        assertThat(sum.low()).isZero();
    }

    private static ExactSum sumOf(double... values) {
        ExactSum sum = new ExactSum();
        for (double value : values) {
            sum.add(value);
        }
        return sum;
    }

    private static BigDecimal exactValue(long high, long low) {
        BigInteger units = BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
        return new BigDecimal(units).divide(new BigDecimal(BigInteger.ONE.shiftLeft(64)));
    }
}
