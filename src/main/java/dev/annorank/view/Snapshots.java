package dev.annorank.view;

import dev.annorank.ranking.Ranking;
import dev.annorank.view.RankedEpoch.Reference;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ranks whole epochs on a thread of its own and holds the last ranking of each dataset. A dataset whose ranking took long
 * is not ranked again before twice that time has passed, so that it costs a third of a core at most.
 */
final class Snapshots implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final int PAUSE_FACTOR = 2;
    /** A kept set is compared with one that is so old, or up to twice so old. */
    private static final Duration REFERENCE_AGE = Duration.ofMinutes(1);

    private final LongSupplier nanoClock;
    private final Listeners listeners;
    private final Map<String, Shown> datasets = new ConcurrentHashMap<>();
    private final ExecutorService thread;

    /** What is known of one dataset; references are the ranking thread's own. */
    private static final class Shown {
        private volatile @Nullable EpochSnapshot last;
        private volatile boolean busy;
        private volatile long pausedUntilNanos;
        private volatile boolean paused;
        private volatile @Nullable String failure;
        private @Nullable Reference older;
        private @Nullable Reference newer;

        /** What to compare an epoch with: the younger of two once it is old enough, so that one of them always is. */
        private Optional<Reference> reference(WholeEpoch now, Ranking ranking) {
            Reference candidate = newer;
            if (candidate == null || now.epoch().epoch() < candidate.epoch().epoch()) {
                older = null;
                newer = new Reference(now.epoch(), ranking);
                return Optional.empty();
            }
            if (!now.epoch().at().isBefore(candidate.epoch().at().plus(REFERENCE_AGE))) {
                older = candidate;
                newer = new Reference(now.epoch(), ranking);
            }
            return Optional.of(older == null ? candidate : older);
        }
    }

    /** @param nanoClock counts nanoseconds from anywhere */
    Snapshots(LongSupplier nanoClock, Listeners listeners) {
        this.nanoClock = nanoClock;
        this.listeners = listeners;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "annorank-view-ranking");
            made.setDaemon(true);
            return made;
        });
    }

    SortedSet<String> datasets() {
        SortedSet<String> names = new TreeSet<>();
        datasets.forEach((name, shown) -> {
            if (shown.last != null) {
                names.add(name);
            }
        });
        return names;
    }

    Optional<EpochSnapshot> find(String dataset) {
        Shown shown = datasets.get(dataset);
        return shown == null ? Optional.empty() : Optional.ofNullable(shown.last);
    }

    /** Whether an epoch of the dataset would be ranked at once. */
    boolean isReady(String dataset) {
        Shown shown = datasets.get(dataset);
        if (shown == null) {
            return true;
        }
        return !shown.busy && !(shown.paused && nanoClock.getAsLong() - shown.pausedUntilNanos < 0);
    }

    /** Why the last epoch of a dataset could not be ranked; empty if all could. */
    Optional<String> failure() {
        return datasets.values().stream()
                .flatMap(shown -> Optional.ofNullable(shown.failure).stream())
                .findAny();
    }

    /** Has an epoch ranked and shown. */
    void submit(WholeEpoch whole) {
        Shown shown = datasets.computeIfAbsent(whole.epoch().dataset(), name -> new Shown());
        shown.busy = true;
        try {
            thread.execute(() -> {
                try {
                    show(whole, shown);
                    shown.failure = null;
                } catch (RuntimeException | Error e) {
                    shown.failure = "epoch " + whole.epoch().epoch() + " of "
                            + whole.epoch().dataset() + " could not be ranked: " + e;
                    LOG.error(
                            "View: epoch {} of {} could not be ranked",
                            whole.epoch().epoch(),
                            whole.epoch().dataset(),
                            e);
                    if (e instanceof Error error) {
                        throw error;
                    }
                } finally {
                    shown.busy = false;
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("View: closed before an epoch could be ranked", e);
        }
    }

    private void show(WholeEpoch whole, Shown shown) {
        long startNanos = nanoClock.getAsLong();
        Ranking ranking = whole.index().rank();
        long endNanos = nanoClock.getAsLong();
        shown.pausedUntilNanos = endNanos + PAUSE_FACTOR * (endNanos - startNanos);
        shown.paused = true;
        EpochSnapshot before = shown.last;
        EpochSnapshot now = new RankedEpoch(whole, ranking, shown.reference(whole, ranking));
        shown.last = now;
        listeners.snapshot(now, Optional.ofNullable(before));
    }

    /** Lets a ranking that has begun end. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
