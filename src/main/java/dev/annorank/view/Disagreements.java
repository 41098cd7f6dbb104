package dev.annorank.view;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The datasets of which a view has read something else than their epochs say, and what is to be done about it: for each of
 * them the topics are read anew, once; what disagrees then is in the topics themselves. Reading anew is for all that disagree
 * at that time. One thread.
 */
final class Disagreements {
    /** Reading anew must not become all that a view does. */
    private static final long GAP_NS = TimeUnit.MINUTES.toNanos(10);

    private final LongSupplier nanoClock;
    /** For which of them the topics were read anew, since they last agreed. */
    private final Set<String> readAnew = new TreeSet<>();
    /** What disagrees as far as is known now; nothing of a dataset that is being read anew. */
    private final NavigableMap<String, String> words = new TreeMap<>();

    private boolean hasReadAnew;
    private long readAnewNs;

    /** @param nanoClock counts nanoseconds from anywhere */
    Disagreements(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** A dataset disagrees; returns whether that is new. */
    boolean found(String dataset, String what) {
        return words.put(dataset, what) == null;
    }

    /** Why the topics are to be read anew now, which is then taken to be done; empty if they are not. */
    Optional<String> due() {
        List<String> waiting = new ArrayList<>(words.keySet());
        waiting.removeAll(readAnew);
        long nowNs = nanoClock.getAsLong();
        if (waiting.isEmpty() || (hasReadAnew && nowNs - readAnewNs < GAP_NS)) {
            return Optional.empty();
        }
        hasReadAnew = true;
        readAnewNs = nowNs;
        readAnew.addAll(waiting);
        return Optional.of(String.join("; ", waiting.stream().map(words::remove).toList()));
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

    /** What disagrees, what has been done about it and what can be, in words; empty if nothing does. */
    String describe() {
        List<String> all = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        words.forEach((dataset, what) -> (readAnew.contains(dataset) ? all : waiting).add(what));
        if (!all.isEmpty()) {
            all.set(
                    all.size() - 1,
                    all.get(all.size() - 1) + ", also after reading anew; annorank reset --all, while no worker runs,"
                            + " computes all anew");
        }
        waiting.forEach(what -> all.add(what + "; the topics are read anew for it within "
                + TimeUnit.NANOSECONDS.toMinutes(GAP_NS) + " minutes"));
        return String.join("; ", all);
    }
}
