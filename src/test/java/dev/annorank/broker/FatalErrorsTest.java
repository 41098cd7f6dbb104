package dev.annorank.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.internals.Exit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FatalErrorsTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(FatalErrors.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
        logger.setAdditive(false);
    }

    @AfterEach
    void restore() {
        logger.detachAppender(said);
        logger.setAdditive(true);
        Exit.resetExitProcedure();
        Exit.resetHaltProcedure();
    }

    @Test
    void shouldSayWhyAndEnd_whenKafkaGivesUp() {
        List<Integer> ends = new ArrayList<>();
        FatalErrors.announce(ends::add);
        Exit.halt(3, "all log dirs failed");
        Exit.exit(4);
        assertThat(ends).containsExactly(3, 4);
        assertThat(said.list)
                .hasSize(2)
                .allSatisfy(event ->
                        assertThat(event.getFormattedMessage()).contains("embedded Kafka broker met a fatal error"));
        assertThat(said.list.get(0).getFormattedMessage()).contains("status 3: all log dirs failed.");
    }

    @Test
    void shouldThrowInstead_whenTheStartItselfFails() {
        List<Integer> ends = new ArrayList<>();
        FatalErrors.announce(ends::add);
        assertThatThrownBy(() -> FatalErrors.whileStarting(() -> Exit.exit(1, "bad metadata")))
                .isInstanceOf(BrokerException.class)
                .hasMessage("bad metadata");
        assertThat(ends).isEmpty();
    }
}
