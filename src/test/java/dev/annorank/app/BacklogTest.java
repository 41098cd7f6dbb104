package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.app.Condition.State;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final TopicPartition PARTITION = new TopicPartition("annotations", 3);

    private final Backlog backlog = new Backlog(Duration.ofSeconds(10), Duration.ofSeconds(20));

    /** @param epochAgeS how long ago the last epoch was */
    private Condition at(long second, long done, long end, long epochAgeS) {
        long now = TimeUnit.SECONDS.toNanos(second);
        backlog.seen(now, Map.of(PARTITION, done), Map.of(PARTITION, end));
        return backlog.condition(now, TimeUnit.SECONDS.toNanos(epochAgeS));
    }

    @Test
    void shouldWork_whenNothingComes() {
        for (int second = 0; second < 100; second++) {
            assertThat(at(second, 50, 50, second)).isEqualTo(Condition.WORKING);
        }
    }

    @Test
    void shouldWork_whenEventsComeAsFastAsTheyAreWorkedOn() {
        for (int second = 0; second < 100; second++) {
            assertThat(at(second, 50L * second, 50L * (second + 2), 1)).isEqualTo(Condition.WORKING);
        }
    }

    @Test
    void shouldWait_whenOneEventIsNotPassed() {
        assertThat(at(0, 5, 6, 1)).isEqualTo(Condition.WORKING);
        assertThat(at(10, 5, 60, 1)).isEqualTo(Condition.WORKING);
        assertThat(at(11, 5, 60, 1))
                .isEqualTo(Condition.waiting(
                        "55 records wait in annotations-3, and nothing has moved past offset 5 for 11 s"));
        assertThat(at(12, 60, 60, 1)).isEqualTo(Condition.WORKING);
    }

    @Test
    void shouldWait_whenItMovesButAnEventTakesTooLong() {
        for (int second = 0; second <= 10; second++) {
            assertThat(at(second, second, 1000, second)).isEqualTo(Condition.WORKING);
        }
        assertThat(at(15, 15, 1000, 1))
                .isEqualTo(Condition.waiting("985 records behind, so that an event takes 15 s or more"));
        assertThat(at(25, 25, 1000, 25))
                .isEqualTo(Condition.waiting(
                        "975 records behind, so that an event takes 25 s or more, without a new epoch"));
    }

    @Test
    void shouldWaitUntilEventsAreFaster_whenTheyKeepTakingTooLong() {
        // Ten a second come and go, each 12 s after it came.
        for (int second = 0; second <= 60; second++) {
            Condition condition = at(second, Math.max(0, 10L * (second - 12)), 10L * (second + 1), 1);
            assertThat(condition.state())
                    .as("second %s", second)
                    .isEqualTo(second <= 10 ? State.WORKING : State.WAITING);
        }
        // From here on 2 s after they came.
        for (int second = 61; second <= 70; second++) {
            Condition condition = at(second, 10L * (second - 2), 10L * (second + 1), 1);
            assertThat(condition).as("second %s", second).isEqualTo(Condition.WORKING);
        }
    }

    @Test
    void shouldAddUp_whatAnEventWaitsInOneTopicAfterTheOther() {
        TopicPartition next = new TopicPartition("instance-scores", 0);
        Map<TopicPartition, Long> ends = Map.of(PARTITION, 100L, next, 100L);
        backlog.seen(0, Map.of(PARTITION, 0L, next, 0L), ends);
        long now = TimeUnit.SECONDS.toNanos(6);
        backlog.seen(now, Map.of(PARTITION, 50L, next, 50L), ends);
        assertThat(backlog.condition(now, 0))
                .isEqualTo(Condition.waiting("100 records behind, so that an event takes 12 s or more"));
    }

    @Test
    void shouldBeginAnew_whenOffsetsGoBackOrPartitionsGo() {
        at(0, 5, 6, 1);
        assertThat(at(11, 0, 6, 1).state()).as("offsets reset").isEqualTo(State.WORKING);
        backlog.seen(TimeUnit.SECONDS.toNanos(12), Map.of(), Map.of());
        assertThat(at(25, 0, 6, 1).state()).isEqualTo(State.WORKING);
    }
}
