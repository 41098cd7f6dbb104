package dev.annorank.app;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How much of the time goes into garbage collection: with too small a heap it is nearly all, and nothing else gets on. */
final class GarbageShare {
    private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(20);
    private static final double TOO_MUCH = 0.5;

    private final LongSupplier nanoClock;
    private final LongSupplier collectingMs;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long atNs, long collectingMs) {}

    GarbageShare() {
        this(System::nanoTime, GarbageShare::collectingMs);
    }

    /**
     * @param nanoClock counts nanoseconds from anywhere
     * @param collectingMs milliseconds that went into collections so far
     */
    GarbageShare(LongSupplier nanoClock, LongSupplier collectingMs) {
        this.nanoClock = nanoClock;
        this.collectingMs = collectingMs;
    }

    private static long collectingMs() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                // Those work beside the program.
                .filter(bean ->
                        !bean.getName().contains("Cycles") && !bean.getName().contains("Concurrent"))
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(ms -> ms > 0)
                .sum();
    }

    /** To be asked several times in 20 s; one thread. */
    Condition condition() {
        Sample now = new Sample(nanoClock.getAsLong(), collectingMs.getAsLong());
        samples.addLast(now);
        while (samples.size() > 2 && now.atNs() - samples.getFirst().atNs() > WINDOW_NS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long spentNs = now.atNs() - first.atNs();
        double share = spentNs == 0
                ? 0
                : (double) TimeUnit.MILLISECONDS.toNanos(now.collectingMs() - first.collectingMs()) / spentNs;
        if (spentNs < WINDOW_NS / 2 || share < TOO_MUCH) {
            return Condition.WORKING;
        }
        return Condition.waiting(String.format(
                Locale.ROOT,
                "garbage collection took %d%% of the last %d s; the heap is too small: ANNORANK_JAVA_OPTS=-Xmx gives more",
                Math.round(100 * share),
                TimeUnit.NANOSECONDS.toSeconds(spentNs)));
    }
}
