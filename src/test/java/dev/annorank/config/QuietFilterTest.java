package dev.annorank.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class QuietFilterTest {
    @Test
    void shouldDropOnlyTheKnownMessage_whenAskedTo() {
        QuietFilter filter = new QuietFilter();
        assertThat(decide(filter, "[client 1] all is well")).isEqualTo(FilterReply.NEUTRAL);
        filter.addText("is well");
        assertThat(decide(filter, "[client 1] all is well")).isEqualTo(FilterReply.DENY);
        assertThat(decide(filter, "broker is away")).isEqualTo(FilterReply.NEUTRAL);
    }

    private static FilterReply decide(QuietFilter filter, String message) {
        Logger logger = (Logger) LoggerFactory.getLogger(QuietFilterTest.class);
        return filter.decide(new LoggingEvent("caller", logger, Level.WARN, message, null, new Object[0]));
    }
}
