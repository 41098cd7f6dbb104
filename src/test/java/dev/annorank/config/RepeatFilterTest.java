package dev.annorank.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatFilterTest {
    private static final String KAFKA = "org.apache.kafka.clients.NetworkClient";

    private final LoggerContext context = new LoggerContext();
    private final RepeatFilter filter = new RepeatFilter();

    @Test
    void shouldPassAWarningOnceAMinute() {
        assertThat(decide(KAFKA, Level.WARN, "node 1 is away", 0)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(KAFKA, Level.WARN, "node 2 is away", 59_999)).isEqualTo(FilterReply.DENY);
        assertThat(decide(KAFKA, Level.WARN, "something else", 59_999)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(KAFKA, Level.WARN, "node 1 is away", 60_000)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(KAFKA, Level.WARN, "node 1 is away", 60_001)).isEqualTo(FilterReply.DENY);
    }

    @Test
    void shouldPassErrorsAndWhatOthersSay() {
        for (int i = 0; i < 3; i++) {
            assertThat(decide(KAFKA, Level.ERROR, "broken", i)).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide("dev.annorank.app.Worker", Level.WARN, "again", i))
                    .isEqualTo(FilterReply.NEUTRAL);
        }
    }

    private FilterReply decide(String logger, Level level, String message, long atMs) {
        LoggingEvent event = new LoggingEvent("", context.getLogger(logger), level, message, null, null);
        event.setInstant(Instant.ofEpochMilli(atMs));
        return filter.decide(event);
    }
}
