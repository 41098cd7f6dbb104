package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.app.ThreadDeaths.Verdict;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadDeathsTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final ThreadDeaths deaths = new ThreadDeaths();
    private long now;

    @Test
    void shouldStop_whenTheSameComesAgainAfterALongTime() {
        assertThat(die(defect("a")).isLast()).isFalse();
        work(120);
        assertThat(die(defect("b")).isLast()).as("its words differ").isTrue();
    }

    @Test
    void shouldGoOn_whenCausesDiffer() {
        assertThat(die(defect("a")).isLast()).isFalse();
        assertThat(die(new StreamsException("x", new IllegalArgumentException("a")))
                        .isLast())
                .isFalse();
        assertThat(die(new RecordTooLargeException("a")).isLast()).isFalse();
    }

    @Test
    void shouldStop_whenARecordIsTooLargeAgain() {
        assertThat(die(tooLarge()).isLast()).isFalse();
        assertThat(die(tooLarge()).isLast()).isTrue();
    }

    @Test
    void shouldGoOn_whenTheBrokerIsAwayNowAndThen() {
        for (int i = 0; i < 100; i++) {
            assertThat(die(away()).isLast()).isFalse();
            work(2);
        }
    }

    @Test
    void shouldStop_whenItOnlyRestoresBetweenTheSameOutsideCauses() {
        work(60);
        boolean isLast = false;
        int count = 0;
        for (; count < 20 && !isLast; count++) {
            isLast = die(away()).isLast();
            deaths.running(false, now);
            now += 2 * MINUTE;
            deaths.running(true, now);
        }
        assertThat(count).isEqualTo(11);
    }

    @Test
    void shouldSayNothingOfAPlace_whenItIsNotKnown() {
        assertThat(die(defect("a")).where()).isEmpty();
    }

    private void work(int minutes) {
        deaths.running(true, now);
        now += minutes * MINUTE;
        deaths.running(false, now);
    }

    private Verdict die(Throwable failure) {
        return deaths.died(failure, now);
    }

    private static Throwable defect(String words) {
        return new StreamsException(List.of(words).toString(), new IllegalStateException(words));
    }

    private static Throwable tooLarge() {
        return new StreamsException("sending", new RecordTooLargeException("a"));
    }

    private static Throwable away() {
        return new StreamsException("polling", new TimeoutException("a"));
    }
}
