package dev.annorank.view;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The datasets of which a view has read something else than their epochs say, and what is to be done about it: the topics are
 * read anew, once; what disagrees then is in the topics themselves. One thread.
 */
final class Disagreements {
    /** Reading anew must not become all that a view does. */
    private static final long GAP_NS = TimeUnit.MINUTES.toNanos(10);

    private final LongSupplier nanoClock;
    private final Set<String> readAnew = new HashSet<>();
    private final SortedMap<String, String> words = new TreeMap<>();
    private boolean hasReadAnew;
    private long readAnewNs;

    /** @param nanoClock counts nanoseconds from anywhere */
    Disagreements(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Whether a dataset disagreed already after the topics were read anew. */
    boolean isKnown(String dataset) {
        return words.containsKey(dataset);
    }

    /** A dataset disagrees; returns whether the topics are to be read anew. */
    boolean found(String dataset, String what) {
        long nowNs = nanoClock.getAsLong();
        boolean isTooSoon = hasReadAnew && nowNs - readAnewNs < GAP_NS;
        if (!isTooSoon && readAnew.add(dataset)) {
            hasReadAnew = true;
            readAnewNs = nowNs;
            return true;
        }
        words.put(dataset, what);
        return false;
    }

    /** Those that have disagreed and are not among the given ones. */
    List<String> notIn(Set<String> datasets) {
        Set<String> gone = new TreeSet<>(readAnew);
        gone.addAll(words.keySet());
        gone.removeAll(datasets);
        return List.copyOf(gone);
    }

    /** A dataset is what its epoch says, or is gone; returns whether that is new. */
    boolean settled(String dataset) {
        readAnew.remove(dataset);
        return words.remove(dataset) != null;
    }

    /** What disagrees although the topics were read anew, in words; empty if nothing does. */
    String describe() {
        return String.join("; ", words.values());
    }
}
