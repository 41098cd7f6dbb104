package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.app.Condition.State;
import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Imbalance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeapNeedTest {
    private final List<String> warnings = new ArrayList<>();
    private final HeapNeed need = new HeapNeed(true, 512L << 20, warnings::add);

    private static RankingEpoch epoch(String dataset, int images) {
        return new RankingEpoch(
                dataset,
                1,
                Instant.EPOCH,
                images,
                images,
                images,
                1,
                EventCounts.NONE,
                EventCounts.NONE,
                new Imbalance(0, 1, 1),
                1,
                new TreeMap<>(),
                0,
                0);
    }

    @Test
    void shouldSayNothing_whenTheDatasetsFit() {
        need.announced(epoch("a", 500_000));
        need.announced(epoch("b", 100_000));
        assertThat(warnings).isEmpty();
        assertThat(need.condition()).isEqualTo(Condition.WORKING);
    }

    @Test
    void shouldWarnOnceAndNameTheSetting_whenTheDatasetsDoNotFit() {
        need.announced(epoch("a", 500_000));
        for (int more = 0; more < 10; more++) {
            need.announced(epoch("b", 1_000_000 + more));
        }
        assertThat(warnings)
                .containsExactly("Memory: the heap of 512 MiB is too small for 1,500,000 images, which need about 746:"
                        + " ANNORANK_JAVA_OPTS=-Xmx1g");
        assertThat(need.condition().state()).isEqualTo(State.WORKING);
        assertThat(need.condition().words()).contains("1,500,009 images");
        need.announced(epoch("b", 4_000_000));
        assertThat(warnings).hasSize(2).last().asString().endsWith("-Xmx2g");
        need.announced(epoch("b", 1));
        assertThat(need.condition()).isEqualTo(Condition.WORKING);
    }
}
