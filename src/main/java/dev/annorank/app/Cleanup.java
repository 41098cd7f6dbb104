package dev.annorank.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, the last first, once, whoever asks: the command that ends or the process that is stopped. */
final class Cleanup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    Cleanup(List<AutoCloseable> last) {
        last.forEach(parts::push);
    }

    /** Closes {@code part} before all that is here. */
    synchronized <T extends AutoCloseable> T before(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("A part did not stop cleanly", e);
            }
        }
    }
}
