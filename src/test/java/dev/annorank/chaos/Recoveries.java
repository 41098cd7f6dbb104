package dev.annorank.chaos;

import dev.annorank.model.RankingEpoch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How long readers wait after a fault: from the fault until every dataset has had an epoch that was computed after it. A
 * fault that another one overtakes first does not count. Safe for threads.
 */
final class Recoveries {
    private final Set<String> datasets;
    private final List<Long> tookMs = new ArrayList<>();
    private final Set<String> missing = new HashSet<>();
    private long faultMs;
    private int faults;
    private int overtaken;
    private boolean began;

    Recoveries(List<String> datasets) {
        this.datasets = Set.copyOf(datasets);
    }

    /** The first epochs are waited for as if after a fault, but are none. */
    synchronized void begin() {
        missing.addAll(datasets);
        began = true;
    }

    /** A fault happens now. */
    synchronized void fault() {
        faults++;
        overtaken += missing.isEmpty() ? 0 : 1;
        faultMs = System.currentTimeMillis();
        missing.addAll(datasets);
    }

    /** An epoch has become visible. */
    synchronized void epoch(RankingEpoch epoch) {
        if (epoch.at().toEpochMilli() > faultMs && missing.remove(epoch.dataset()) && missing.isEmpty()) {
            if (!began) {
                tookMs.add(System.currentTimeMillis() - faultMs);
            }
            began = false;
            notifyAll();
        }
    }

    /** Waits until every dataset has had an epoch since the last fault, or the time is over. */
    synchronized boolean await(long timeoutMs) throws InterruptedException {
        long end = System.currentTimeMillis() + timeoutMs;
        while (!missing.isEmpty() && System.currentTimeMillis() < end) {
            wait(Math.max(1, end - System.currentTimeMillis()));
        }
        return missing.isEmpty();
    }

    synchronized int faults() {
        return faults;
    }

    /** For example {@code 6.1 s median, 9.0 s max (19 of 20; 1 overtaken)}. */
    synchronized String describe() {
        if (tookMs.isEmpty()) {
            return "none";
        }
        List<Long> sorted = tookMs.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.1f s median, %.1f s max (of %d; %d overtaken by the next fault)",
                sorted.get(sorted.size() / 2) / 1e3,
                sorted.get(sorted.size() - 1) / 1e3,
                sorted.size(),
                overtaken);
    }
}
