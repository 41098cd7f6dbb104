package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.UserException;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.InstanceView;
import dev.annorank.view.RankingView;
import dev.annorank.view.ViewState;
import dev.annorank.view.ViewState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotWaitTest {
    /** Holds datasets a and b, and goes through phases, one a look; it stays in the last. */
    private static final class Phases implements RankingView {
        private final Deque<Phase> phases;
        private Phase now;

        Phases(Phase... phases) {
            this.phases = new ArrayDeque<>(List.of(phases));
            this.now = phases[0];
        }

        @Override
        public SortedSet<String> datasets() {
            return new TreeSet<>(List.of("a", "b"));
        }

        @Override
        public Optional<EpochSnapshot> find(String dataset) {
            return datasets().contains(dataset)
                    ? Optional.of(new FakeSnapshot(dataset, new RankingIndex()))
                    : Optional.empty();
        }

        @Override
        public ViewState state() {
            now = phases.isEmpty() ? now : phases.removeFirst();
            return new ViewState(now, 5, Instant.EPOCH, Optional.empty(), "the view's words");
        }

        @Override
        public InstanceView instances() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Subscription subscribe(Listener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private static final Duration SHORT = Duration.ofMillis(200);

    private static SnapshotWait waiting(Phases view, Duration timeout) {
        return new SnapshotWait(view, view::datasets, timeout);
    }

    @Test
    void shouldWaitForThePresent_whenAnOlderEpochIsThereAlready() throws Exception {
        Phases view = new Phases(Phase.WAITING, Phase.UNREACHABLE, Phase.READING, Phase.LIVE);
        assertThat(waiting(view, Duration.ofMinutes(1)).await("b").dataset()).isEqualTo("b");
        assertThat(view.now).isEqualTo(Phase.LIVE);
    }

    @ParameterizedTest
    @CsvSource({
        "LIVE, there is no dataset c; there are a, b",
        "WAITING, there is no ranking to export (the view's words)",
        "READING, could not be read within 0 s (5 records left); --timeout SECONDS allows more",
        "UNREACHABLE, Kafka does not answer",
        "FAILED, the topics cannot be read: the view's words"
    })
    void shouldSayWhy_whenThereIsNothingToTake(Phase phase, String message) {
        assertThatThrownBy(() -> waiting(new Phases(phase), SHORT).await("c"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldNotWaitForTheTimeout_whenTheDatasetDoesNotExist() {
        assertThatThrownBy(() ->
                        waiting(new Phases(Phase.LIVE), Duration.ofDays(1)).await("c"))
                .hasMessageContaining("there is no dataset c");
    }

    @Test
    void shouldSayThatItHasNoEpoch_whenTheDatasetIsKnown() {
        Phases view = new Phases(Phase.LIVE);
        assertThatThrownBy(() -> new SnapshotWait(view, () -> List.of("a", "c"), SHORT).await("c"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("dataset c has no epoch that could be read within 0 s");
    }

    @Test
    void shouldGiveUp_whenSomethingElseIsNotReadInTime() {
        assertThatThrownBy(() -> waiting(new Phases(Phase.LIVE), SHORT).until("the names", () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the names could not be read within");
    }
}
