package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.annorank.stream.SimStep.Upsert;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of short histories of all that may happen to the topology between two records, each from its seed. {@code
 * -Dannorank.sim.histories=N} runs more of them, {@code -Dannorank.sim.seed=S} others. One that fails is shrunk and printed as
 * Java, to be pasted into a test here with the static members of {@link SimStep} and {@link SimTask.TaskId} imported.
 */
class SimulationTest {
    private static final int HISTORIES = Integer.getInteger("annorank.sim.histories", 250);
    private static final long FIRST_SEED = Long.getLong("annorank.sim.seed", 1);

    @Test
    void shouldKeepItsPromisesAtEveryEpoch_whateverHappensBetweenRecords() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            SimHistory history = SimHistory.of(seed);
            List<String> found = history.run();
            if (!found.isEmpty()) {
                SimHistory least = history.shrink(tried -> !tried.run().isEmpty());
                fail(
                        "seed %d, history %d: %s%nThe least that fails, with %s:%n%s%n",
                        seed, seed - FIRST_SEED + 1, found, least.run(), least.java());
            }
        }
    }

    @Test
    void shouldLeaveOutWhatDoesNotMatter_whenAHistoryIsShrunk() {
        SimHistory history = SimHistory.of(3);
        Predicate<SimHistory> fails =
                tried -> tried.steps().stream().filter(Upsert.class::isInstance).count() >= 2;
        assertThat(fails).accepts(history);
        assertThat(history.shrink(fails).steps()).hasSize(2).allMatch(Upsert.class::isInstance);
    }
}
