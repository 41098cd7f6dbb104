package dev.annorank.app;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * Finds threads of a topology that have died for good. Kafka Streams replaces a thread that fails by an exception; it does
 * not notice that one is gone by an error, least of all one that restores state, and goes on as running without it.
 */
final class TopologyThreads {
    /** A thread that is being replaced is missing for a moment. */
    private static final int LOOKS_TO_BE_SURE = 6;

    private static final String WORKING = "-StreamThread-";
    private static final String RESTORING = "-StateUpdater-";
    /** What a thread is in before it has begun, and when it ends. */
    private static final Set<String> PASSING = Set.of("CREATED", "STARTING", "PENDING_SHUTDOWN", "DEAD");

    private final int expected;
    private final Supplier<? extends Set<ThreadMetadata>> threads;
    private final Supplier<Set<String>> alive;
    private final Map<String, Integer> missed = new HashMap<>();

    /**
     * @param expected how many threads there must be
     * @param threads those that Kafka Streams knows of
     * @param alive names of all threads of this process
     */
    TopologyThreads(int expected, Supplier<? extends Set<ThreadMetadata>> threads, Supplier<Set<String>> alive) {
        this.expected = expected;
        this.threads = threads;
        this.alive = alive;
    }

    /** In words, or empty if none is. To be asked every half second or so, while the topology is at work. */
    Optional<String> dead() {
        Set<String> names = alive.get();
        Set<String> missing = new TreeSet<>();
        int working = 0;
        for (ThreadMetadata thread : threads.get()) {
            String name = thread.threadName();
            working += names.contains(name) ? 1 : 0;
            String restorer = name.replace(WORKING, RESTORING);
            if (!PASSING.contains(thread.threadState()) && !names.contains(restorer)) {
                missing.add("thread " + restorer + ", which restores state, has died");
            }
        }
        if (working < expected) {
            missing.add((expected - working) + " of " + expected + " threads have died");
        }
        missed.keySet().retainAll(missing);
        missing.forEach(one -> missed.merge(one, 1, Integer::sum));
        return missing.stream()
                .filter(one -> missed.getOrDefault(one, 0) >= LOOKS_TO_BE_SURE)
                .findFirst()
                .map(one -> one + "; start the process again");
    }

    /** The names of all threads of this process. */
    static Set<String> namesOfAll() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] found = new Thread[2 * all.activeCount() + 64];
        int count = all.enumerate(found);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            names.add(found[i].getName());
        }
        return names;
    }
}
