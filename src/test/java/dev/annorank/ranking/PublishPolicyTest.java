package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PublishPolicyTest {
    @Test
    void shouldNameTheValue_whenToleranceIsOutOfRange() {
        for (double tolerance : new double[] {-0.001, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PublishPolicy(tolerance, new double[0]))
                    .withMessageContaining("tolerance is " + tolerance);
        }
    }

    @Test
    void shouldNameTheValue_whenPruneRatesCannotBeUsed() {
        for (double rate : new double[] {0, 1, -0.5, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PublishPolicy(0, new double[] {rate}))
                    .withMessageContaining("pruneRates holds " + rate);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PublishPolicy(0, new double[] {0.5, 0.3}))
                .withMessageContaining("0.3 after 0.5");
        assertThatIllegalArgumentException().isThrownBy(() -> new PublishPolicy(0, new double[] {0.5, 0.5}));
        double[] many = new double[21];
        Arrays.setAll(many, j -> (j + 1) / 40.0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PublishPolicy(0, many))
                .withMessageContaining("21");
        assertThat(new PublishPolicy(0, Arrays.copyOf(many, 20)).keptCounts(40)).startsWith(39, 38);
    }

    @Test
    void shouldBeEqual_whenValuesAre() {
        PublishPolicy policy = new PublishPolicy(0.1, new double[] {0.5});
        assertThat(policy).isEqualTo(new PublishPolicy(0.1, new double[] {0.5}));
        assertThat(policy).hasSameHashCodeAs(new PublishPolicy(0.1, new double[] {0.5}));
        assertThat(policy).isNotEqualTo(new PublishPolicy(0.1, new double[] {0.6}));
    }
}
