package dev.annorank.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Imbalance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventRateTest {
    private static final Instant NOON = Fixtures.NOON;

    private final List<RankingEpoch> epochs = new ArrayList<>();
    private long total;

    /** One more epoch. */
    private void add(long second, int events) {
        total += events;
        epochs.add(new RankingEpoch(
                "street",
                epochs.size() + 1,
                NOON.plusSeconds(second),
                1,
                1,
                1,
                1,
                new EventCounts(events, 0, 0),
                new EventCounts(total, 0, 0),
                new Imbalance(0, 1, 1),
                1,
                new TreeMap<>(),
                0,
                1));
    }

    private double at(long second) {
        return EventRate.perSecond(epochs, NOON.plusSeconds(second));
    }

    @Test
    void shouldBeZero_whenThereIsNoEpochOrOnlyOne() {
        assertThat(at(0)).isZero();
        add(0, 100);
        assertThat(at(0)).isZero();
        assertThat(at(5)).isZero();
    }

    @Test
    void shouldCountFromTheFirstEpoch_whenItIsYoungerThanAMinute() {
        add(0, 100);
        add(10, 50);
        assertThat(at(10)).isEqualTo(5);
        assertThat(at(25)).isEqualTo(2);
    }

    @Test
    void shouldStillCountTheBusyPart_whenTheLastSecondsWereQuiet() {
        // Thirty epochs of 100 events a second, then ten without.
        for (int second = 0; second < 30; second++) {
            add(second, 100);
        }
        for (int second = 30; second < 40; second++) {
            add(second, 0);
        }
        assertThat(at(39)).isEqualTo(29 * 100 / 39.0);
        assertThat(at(99)).isZero();
    }

    @Test
    void shouldTakeTheTotals_whenEpochsBetweenAreThinnedOut() {
        add(0, 0);
        for (int second = 1; second <= 59; second++) {
            add(second, 10);
        }
        epochs.subList(1, 50).clear();
        assertThat(at(60)).isEqualTo(590 / 60.0);
    }
}
