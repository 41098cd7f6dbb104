package dev.annorank.stream;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Has what a stage writes committed soon, for the next stage to see it, as long as events are processed as they come. Where
 * they have piled up, whoever waits does not notice how often is committed but the work that it makes: then the setting
 * {@code commit.interval.ms} alone decides.
 *
 * <p>A commit is of all tasks of a thread, so those share when one was asked for and whether anything has piled up.
 */
final class PromptCommits {
    /** Least time between two commits that are asked for. */
    static final long GAP_MS = 50;
    /** A record that is older when it is processed has waited. */
    static final long FRESH_MS = 1000;

    private static final Duration TICK = Duration.ofMillis(10);
    private static final ThreadLocal<OfThread> OF_THREAD = ThreadLocal.withInitial(OfThread::new);

    /** What the tasks of a thread share. */
    static final class OfThread {
        private long asked;
        private long askedMs = Long.MIN_VALUE / 2;
        private long waitedMs = Long.MIN_VALUE / 2;
    }

    private OfThread thread = new OfThread();
    private Runnable commit = () -> {};
    private @Nullable Cancellable ticks;
    private boolean pending;
    /** How many commits had been asked for when something was last written: a later one is of it too. */
    private long askedBefore;

    /** Begins with a task that the calling thread runs, whatever was before; until {@link #close}. */
    void begin(ProcessorContext<?, ?> context) {
        begin(OF_THREAD.get(), context::commit);
        ticks = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    /** The same, to be told when to look. */
    void begin(OfThread shared, Runnable asking) {
        thread = shared;
        commit = asking;
        pending = false;
    }

    /**
     * Notes which record is processed.
     *
     * @param recordMs when it was written, milliseconds since 1970
     */
    void processing(long recordMs, long nowMs) {
        if (nowMs - recordMs >= FRESH_MS) {
            thread.waitedMs = nowMs;
        }
    }

    /** Notes that something was written that the next stage waits for. */
    void written() {
        pending = true;
        askedBefore = thread.asked;
    }

    /** Asks for a commit if one is due. */
    void tick(long nowMs) {
        pending = pending && askedBefore == thread.asked;
        if (pending && nowMs - thread.askedMs >= GAP_MS && nowMs - thread.waitedMs >= FRESH_MS) {
            thread.asked++;
            thread.askedMs = nowMs;
            pending = false;
            commit.run();
        }
    }

    void close() {
        if (ticks != null) {
            ticks.cancel();
        }
    }
}
