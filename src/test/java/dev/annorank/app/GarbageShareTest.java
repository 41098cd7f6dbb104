package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GarbageShareTest {
    private long seconds;
    private long collectingMs;
    private final GarbageShare share = new GarbageShare(() -> TimeUnit.SECONDS.toNanos(seconds), () -> collectingMs);

    private Condition after(int passed, int msASecond) {
        Condition last = share.condition();
        for (int i = 0; i < passed; i++) {
            seconds++;
            collectingMs += msASecond;
            last = share.condition();
        }
        return last;
    }

    @Test
    void shouldWork_whenCollectionsTakeLessThanHalf() {
        assertThat(after(100, 400)).isEqualTo(Condition.WORKING);
    }

    @Test
    void shouldWait_whenCollectionsTakeNearlyAllOfTheTime_andNoLongerThanThat() {
        assertThat(after(5, 950)).as("for a moment").isEqualTo(Condition.WORKING);
        assertThat(after(30, 950))
                .isEqualTo(Condition.waiting("garbage collection took 95% of the last 20 s; the heap is too small:"
                        + " ANNORANK_JAVA_OPTS=-Xmx gives more"));
        assertThat(after(30, 10)).isEqualTo(Condition.WORKING);
    }
}
