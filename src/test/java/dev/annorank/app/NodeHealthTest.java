package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NodeHealthTest {
    private static final Instant NOON = Instant.parse("2025-11-24T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Condition> view = new AtomicReference<>(Condition.WORKING);
    private final AtomicReference<Condition> events = new AtomicReference<>(Condition.WORKING);
    private final NodeHealth health = new NodeHealth(
            new Clock() {
                @Override
                public Instant instant() {
                    return NOON.plusNanos(nanos.get());
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }
            },
            nanos::get);

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
        health.look();
    }

    private void watchBoth() {
        health.watch("view", view::get);
        health.watch("events", events::get);
        health.complete();
        health.look();
    }

    @Test
    void shouldBeLiveAndNotReady_whileNotAllPartsAreThere() {
        health.watch("view", view::get);
        health.look();
        assertThat(health.isLive()).isTrue();
        assertThat(health.isReady()).isFalse();
        assertThat(health.describe()).isEqualTo("starting");
    }

    @Test
    void shouldNameThePartAndSinceWhen_whenOneDoesNotWork() {
        watchBoth();
        assertThat(health.isReady()).isTrue();
        assertThat(health.describe()).isEqualTo("running");
        events.set(Condition.waiting("7 records wait"));
        after(Duration.ofSeconds(5));
        events.set(Condition.waiting("8 records wait"));
        after(Duration.ofSeconds(60));
        assertThat(health.isLive()).isTrue();
        assertThat(health.isReady()).isFalse();
        assertThat(health.describe()).isEqualTo("events: 8 records wait, since 12:00:05");
        events.set(Condition.WORKING);
        after(Duration.ofSeconds(1));
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void shouldSayFirstWhatIsDead_whenSeveralDoNotWork() {
        watchBoth();
        view.set(Condition.waiting("reading"));
        events.set(Condition.dead("gone"));
        after(Duration.ofSeconds(1));
        assertThat(health.isLive()).isFalse();
        assertThat(health.isReady()).isFalse();
        assertThat(health.describe()).isEqualTo("events: gone, since 12:00:01; view: reading, since 12:00:01");
    }

    @Test
    void shouldNotBeReady_whenNobodyHasLookedForAWhile() {
        watchBoth();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(health.isReady()).isTrue();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(health.isReady()).isFalse();
        assertThat(health.describe()).startsWith("unknown for 12 s: ").endsWith("last: running");
    }

    @Test
    void shouldGoOn_whenAPartCannotBeAsked() {
        watchBoth();
        health.watch("odd", () -> {
            throw new IllegalStateException("of a test");
        });
        health.look();
        assertThat(health.isReady()).isFalse();
        assertThat(health.describe()).contains("odd: cannot be asked: java.lang.IllegalStateException: of a test");
    }

    @Test
    void shouldRemark_whenAPartWorksButSaysSomething() {
        watchBoth();
        events.set(Condition.working("9 records behind"));
        health.look();
        assertThat(health.isReady()).isTrue();
        assertThat(health.describe()).isEqualTo("running; events: 9 records behind");
    }
}
