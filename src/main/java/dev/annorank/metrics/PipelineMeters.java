package dev.annorank.metrics;

import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What the topology in this process did, by dataset. Once a dataset is known, an event costs a look-up and no lock. */
final class PipelineMeters {
    private final MeterRegistry registry;
    private final Map<String, OfDataset> datasets = new ConcurrentHashMap<>();
    /** Those of them that are to make room first; a dataset that only bad events name is one from the start. */
    private final Set<String> empty = new LinkedHashSet<>();

    private final OfDataset others;

    PipelineMeters(MeterRegistry registry) {
        this.registry = registry;
        this.others = new OfDataset(Labels.OTHERS);
    }

    void counted(String dataset, EventCounts counts) {
        OfDataset meters = of(dataset);
        meters.counted(counts);
        if (meters.isUnseen && counts.applied() > 0) {
            empty(dataset, false);
        }
    }

    void rejected(String dataset, Reason reason) {
        of(dataset).rejected(reason);
    }

    void published(RankingEpoch epoch, long lagMs) {
        of(epoch.dataset()).published(epoch, lagMs);
    }

    /**
     * Whether a dataset has no images. What was counted of one stays as long as there is room, since the events that emptied
     * it, or bad ones, may not have been scraped yet.
     */
    synchronized void empty(String dataset, boolean is) {
        OfDataset meters = datasets.get(dataset);
        if (meters != null) {
            meters.isUnseen = false;
        }
        if (is && meters != null) {
            empty.add(dataset);
        } else {
            empty.remove(dataset);
        }
    }

    private OfDataset of(String dataset) {
        OfDataset meters = datasets.get(dataset);
        if (meters != null) {
            return meters;
        }
        if (dataset.equals(Labels.OTHERS)) {
            return others;
        }
        synchronized (this) {
            if (datasets.size() >= Labels.MAX_DATASETS && !datasets.containsKey(dataset) && !dropEmptied()) {
                return others;
            }
            return datasets.computeIfAbsent(dataset, name -> {
                empty.add(name);
                return new OfDataset(name);
            });
        }
    }

    /** Forgets the dataset that has been without images for longest, and returns whether there was one. */
    private boolean dropEmptied() {
        Iterator<String> longest = empty.iterator();
        if (!longest.hasNext()) {
            return false;
        }
        OfDataset meters = datasets.remove(longest.next());
        longest.remove();
        if (meters != null) {
            meters.close();
        }
        return true;
    }

    private final class OfDataset implements AutoCloseable {
        private final String dataset;
        private final Map<Reason, Counter> rejections = new ConcurrentHashMap<>();
        private final Map<String, Turnover> turnover = new ConcurrentHashMap<>();

        /** There from the first event on: a rate of what first appears with a value is not seen. */
        private final Counter applied;

        private final Counter superseded;
        private final Counter rejected;
        private final Counter records;
        private final Timer duration;
        private final Timer lag;
        /** Nothing is known yet but what was rejected for it. */
        private volatile boolean isUnseen = true;

        OfDataset(String dataset) {
            this.dataset = dataset;
            applied = Catalogue.EVENTS.counter(registry, dataset, "applied");
            superseded = Catalogue.EVENTS.counter(registry, dataset, "superseded");
            rejected = Catalogue.EVENTS.counter(registry, dataset, "rejected");
            records = Catalogue.RECORDS_PUBLISHED.counter(registry, dataset);
            duration = Catalogue.EPOCH_DURATION.timer(registry, dataset);
            lag = Catalogue.PUBLISH_LAG.timer(registry, dataset);
        }

        void counted(EventCounts counts) {
            applied.increment((double) counts.applied());
            superseded.increment((double) counts.superseded());
            rejected.increment((double) counts.rejected());
        }

        void rejected(Reason reason) {
            rejections
                    .computeIfAbsent(reason, one -> Catalogue.EVENTS_REJECTED.counter(registry, dataset, one.code()))
                    .increment();
        }

        void published(RankingEpoch epoch, long lagMs) {
            records.increment((double) epoch.published());
            duration.record(epoch.tookMs(), TimeUnit.MILLISECONDS);
            // Two workers' clocks may differ.
            lag.record(Math.max(0, lagMs), TimeUnit.MILLISECONDS);
            epoch.prune().entrySet().stream().limit(Labels.MAX_RATES).forEach(rate -> {
                Turnover of = turnover.computeIfAbsent(rate.getKey(), this::turnover);
                of.entered().increment(rate.getValue().entered());
                of.left().increment(rate.getValue().left());
            });
        }

        private Turnover turnover(String rate) {
            return new Turnover(
                    Catalogue.KEPT_ENTERED.counter(registry, dataset, rate),
                    Catalogue.KEPT_LEFT.counter(registry, dataset, rate));
        }

        @Override
        public void close() {
            List.<Meter>of(applied, superseded, rejected, records, duration, lag)
                    .forEach(registry::remove);
            rejections.values().forEach(registry::remove);
            turnover.values().forEach(of -> {
                registry.remove(of.entered());
                registry.remove(of.left());
            });
        }
    }

    private record Turnover(Counter entered, Counter left) {}
}
