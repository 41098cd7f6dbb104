package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.junit.jupiter.api.Test;

class TopologyThreadsTest {
    private final Set<ThreadMetadata> known = new HashSet<>();
    private final Set<String> alive = new HashSet<>();
    private final TopologyThreads threads = new TopologyThreads(2, () -> known, () -> alive);

    TopologyThreadsTest() {
        for (int i = 1; i <= 2; i++) {
            known.add(new Known("a-StreamThread-" + i, "RUNNING"));
            alive.addAll(List.of("a-StreamThread-" + i, "a-StateUpdater-" + i));
        }
    }

    private record Known(String threadName, String threadState) implements ThreadMetadata {
        @Override
        public Set<TaskMetadata> activeTasks() {
            return Set.of();
        }

        @Override
        public Set<TaskMetadata> standbyTasks() {
            return Set.of();
        }

        @Override
        public String consumerClientId() {
            return "";
        }

        @Override
        public String restoreConsumerClientId() {
            return "";
        }

        @Override
        public Set<String> producerClientIds() {
            return Set.of();
        }

        @Override
        public String adminClientId() {
            return "";
        }
    }

    private Optional<String> afterLooks(int looks) {
        Optional<String> last = Optional.empty();
        for (int i = 0; i < looks; i++) {
            last = threads.dead();
        }
        return last;
    }

    @Test
    void shouldFindNone_whenAllAreAlive() {
        assertThat(afterLooks(20)).isEmpty();
    }

    @Test
    void shouldFindTheOneThatRestores_whenItIsGoneForLong() {
        alive.remove("a-StateUpdater-2");
        assertThat(afterLooks(5)).isEmpty();
        assertThat(afterLooks(1))
                .hasValue("thread a-StateUpdater-2, which restores state, has died; start the process again");
        alive.add("a-StateUpdater-2");
        assertThat(afterLooks(1)).isEmpty();
    }

    @Test
    void shouldFindIt_whenOneIsGoneAndNotReplaced() {
        known.removeIf(thread -> thread.threadName().endsWith("1"));
        assertThat(afterLooks(6)).hasValue("1 of 2 threads have died; start the process again");
        known.add(new Known("a-StreamThread-3", "STARTING"));
        alive.add("a-StreamThread-3");
        assertThat(afterLooks(20))
                .as("one that starts has none yet that restores")
                .isEmpty();
    }

    @Test
    void shouldFindIt_whenKafkaStreamsStillKnowsOneThatIsGone() {
        alive.remove("a-StreamThread-1");
        assertThat(afterLooks(6)).hasValue("1 of 2 threads have died; start the process again");
    }

    @Test
    void shouldNameThreadsOfThisProcess() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        Thread one = new Thread(
                () -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "a thread of a test");
        one.start();
        assertThat(TopologyThreads.namesOfAll()).contains("a thread of a test", "main");
        go.countDown();
        one.join();
        assertThat(TopologyThreads.namesOfAll()).doesNotContain("a thread of a test");
    }
}
