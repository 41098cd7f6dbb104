package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingTest {
    /** What Python says of {@code round((1 - p) * n)}. */
    @ParameterizedTest
    @CsvSource({
        "5, 0.5, 2",
        "7, 0.5, 4",
        "1, 0.5, 0",
        "3, 0.5, 2",
        "10, 0.25, 8",
        "14, 0.25, 10",
        "0, 0.3, 0",
        "1463, 0.2, 1170",
        "1463, 0.3, 1024",
        "1463, 0.5, 732",
        "1500, 0.4, 900",
        "5, 0.3, 4",
        "5, 0.1, 4",
        "15, 0.3, 10",
        "5, 0.7, 2",
        "25, 0.9, 2",
        "10, 0, 10",
        "10, 1, 0"
    })
    void shouldRoundHalvesToEvenAsPython_whenCountingKept(int ranked, double pruneRate, int kept) {
        assertThat(Ranking.keptCount(ranked, pruneRate)).isEqualTo(kept);
    }

    @Test
    void shouldRejectByName_whenPruneRateOrRankIsOutOfRange() {
        Ranking ranking = of(1, 2, 3);
        for (double rate : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ranking.keptCount(rate))
                    .withMessageContaining("prune rate is " + rate);
        }
        for (int rank : new int[] {-1, 0, 4}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> ranking.image(rank))
                    .withMessageContaining("rank is " + rank);
        }
    }

    @Test
    void shouldKeepTheFirst_whenPruning() {
        Ranking ranking = of(4, 3, 2, 1);
        assertThat(ranking.keptCount(0.5)).isEqualTo(2);
        assertThat(ranking.cutoffScore(0.5)).isEqualTo(3 / 10.0);
        assertThat(ranking.isKept(2, 0.5)).isTrue();
        assertThat(ranking.isKept(3, 0.5)).isFalse();
        assertThat(ranking.isKept(0, 0.5)).isFalse();
        assertThat(ranking.cutoffScore(0.9)).isNaN();
        assertThat(ranking.percentile(4)).isEqualTo(1.0);
    }

    private static Ranking of(double... sums) {
        RankingIndex index = new RankingIndex();
        for (int i = 0; i < sums.length; i++) {
            index.upsert("i" + i, RankingIndexTest.vector("a", sums[i]));
        }
        return index.rank();
    }
}
