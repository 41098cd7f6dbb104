package dev.annorank.broker;

import java.util.function.IntConsumer;
import org.apache.kafka.common.utils.internals.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka ends the whole process when its broker meets a fault it cannot survive, such as a full disk, and may do so
 * without a word. Here it says why first. The process still ends: a product without its broker would only pretend to
 * work. Only a fault in the midst of a start, where the caller can still be told, becomes an exception.
 */
final class FatalErrors {
    private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);

    private static final ThreadLocal<Boolean> STARTING = ThreadLocal.withInitial(() -> false);

    private FatalErrors() {}

    /** Runs a start; a fatal fault that Kafka meets on this thread meanwhile is thrown as {@link BrokerException}. */
    static void whileStarting(Runnable start) {
        STARTING.set(true);
        try {
            start.run();
        } finally {
            STARTING.remove();
        }
    }

    /** Takes over Kafka's ways out, for good and for all brokers of this process. */
    static void announce() {
        announce(Runtime.getRuntime()::halt);
    }

    /** @param end ends the process with a status */
    static void announce(IntConsumer end) {
        // Kafka knows "exit", which runs shutdown hooks, and "halt". Its exit comes from a thread that those hooks may
        // wait for; what Kafka acknowledged is with the operating system either way, so both end at once.
        Exit.setExitProcedure((status, message) -> stop(status, message, end));
        Exit.setHaltProcedure((status, message) -> stop(status, message, end));
    }

    private static void stop(int status, @Nullable String message, IntConsumer end) {
        if (STARTING.get()) {
            throw new BrokerException(message == null ? "fatal error, status " + status : message);
        }
        LOG.error(
                "The embedded Kafka broker met a fatal error and ends this process with status {}: {} Its data is kept;"
                        + " check disk space and permissions of the data folder, then start again.",
                status,
                message == null ? "the messages above say why." : message + ".");
        end.accept(status);
    }
}
