package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassBalanceTest {
    @Test
    void shouldBeZero_whenThereAreNoClasses() {
        assertThat(ClassBalance.of()).isEqualTo(new ClassBalance(0, 0, 0));
    }

    @Test
    void shouldBePerfectlyBalanced_whenThereIsOneClassOrAllAreEqual() {
        assertThat(ClassBalance.of(7)).isEqualTo(new ClassBalance(0, 1, 1));
        ClassBalance equal = ClassBalance.of(5, 5, 5, 5);
        assertThat(equal.gini()).isZero();
        assertThat(equal.effectiveClasses()).isCloseTo(4, within(1e-14));
        assertThat(equal.maxMinRatio()).isEqualTo(1.0);
    }

    /** 1, 2, 3, 4: Gini 2 (1 + 4 + 9 + 16) / 40 - 5/4 = 1/4; shares .1 .2 .3 .4 have entropy 1.2798542258336676. */
    @Test
    void shouldEqualHandComputedValues_whenClassesDiffer() {
        ClassBalance balance = ClassBalance.of(3, 1, 4, 2);
        assertThat(balance.gini()).isCloseTo(0.25, within(1e-15));
        assertThat(balance.effectiveClasses()).isCloseTo(Math.exp(1.2798542258336676), within(1e-13));
        assertThat(balance.maxMinRatio()).isEqualTo(4.0);
        // 1, 1, 8: Gini 2 (1 + 2 + 24) / 30 - 4/3 = 7/15; perplexity 10^(0.2) (10/8)^(0.8).
        ClassBalance skewed = ClassBalance.of(8, 1, 1);
        assertThat(skewed.gini()).isCloseTo(7 / 15.0, within(1e-15));
        assertThat(skewed.effectiveClasses()).isCloseTo(Math.pow(10, 0.2) * Math.pow(1.25, 0.8), within(1e-13));
    }

    @Test
    void shouldReject_whenAClassHasNoInstance() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassBalance.of(3, 0))
                .withMessageContaining("0");
    }
}
