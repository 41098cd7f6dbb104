package dev.annorank.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.annorank.model.RankingEpoch.Imbalance;
import dev.annorank.model.RankingEpoch.Pruning;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.RankingEpochSerde;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruneRateTest {
    private static final double[] RATES = {0.9999, 0.0005, 0.5, 0.25, 1e-5, 0.05, 1, 0};

    @Test
    void shouldOrderByNumber_whenATextHasAnExponent() {
        TreeMap<String, Boolean> rates = new TreeMap<>(PruneRate.ORDER);
        rates.put("no rate", true);
        for (double rate : RATES) {
            rates.put(PruneRate.text(rate), true);
        }
        assertThat(rates.keySet())
                .containsExactly("0.0", "1.0E-5", "5.0E-4", "0.05", "0.25", "0.5", "0.9999", "1.0", "no rate");
    }

    @Test
    void shouldKeepTheOrder_whenRecordsAreReadBack() {
        TreeMap<String, Boolean> kept = new TreeMap<>(PruneRate.ORDER);
        TreeMap<String, Pruning> prune = new TreeMap<>(PruneRate.ORDER);
        for (double rate : RATES) {
            kept.put(PruneRate.text(rate), true);
            prune.put(PruneRate.text(rate), new Pruning(1, 0.5, 0, 0, 1));
        }
        ImageRanking image = new ImageRanking("d", "1", 1, 1, 1, 1, kept, 0, new TreeMap<>(), 1);
        ImageRankingSerde images = new ImageRankingSerde();
        assertThat(images.deserializer()
                        .deserialize("", images.serializer().serialize("", image))
                        .kept()
                        .keySet())
                .containsExactlyElementsOf(kept.keySet());
        RankingEpoch epoch = new RankingEpoch(
                "d",
                1,
                Instant.EPOCH,
                1,
                1,
                1,
                1,
                EventCounts.NONE,
                EventCounts.NONE,
                new Imbalance(0, 1, 1),
                1,
                prune,
                1,
                1);
        RankingEpochSerde epochs = new RankingEpochSerde();
        assertThat(epochs.deserializer()
                        .deserialize("", epochs.serializer().serialize("", epoch))
                        .prune()
                        .keySet())
                .containsExactlyElementsOf(prune.keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half", "-0.1", "1.1", "NaN"})
    void shouldNameTheText_whenItIsNoRate(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruneRate.parse(text))
                .withMessageContaining("prune rate is " + text + "; it must be between 0 and 1");
    }
}
