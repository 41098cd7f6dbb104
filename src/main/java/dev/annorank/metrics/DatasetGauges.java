package dev.annorank.metrics;

import dev.annorank.metrics.GaugeGroup.Series;
import dev.annorank.model.ClassTotals;
import dev.annorank.model.RankingEpoch;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What datasets hold, as of the last epoch that was read of each. */
final class DatasetGauges {
    private static final Comparator<ClassTotals> LARGEST_FIRST =
            Comparator.comparingLong(ClassTotals::instances).reversed().thenComparing(ClassTotals::category);

    private final MeterRegistry registry;
    private final Map<String, GaugeGroup> shown = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    DatasetGauges(MeterRegistry registry) {
        this.registry = registry;
        Catalogue.DATASETS.gauge(registry, this::count, List.of());
    }

    private synchronized int count() {
        return known.size();
    }

    /** A dataset without images is shown no more; its place goes to the next one that has none. */
    synchronized void set(RankingEpoch epoch, Collection<ClassTotals> classes) {
        String dataset = epoch.dataset();
        if (epoch.images() == 0) {
            remove(dataset);
            return;
        }
        known.add(dataset);
        GaugeGroup group = shown.get(dataset);
        if (group == null) {
            if (shown.size() == Labels.MAX_DATASETS) {
                return;
            }
            group = new GaugeGroup(registry);
            shown.put(dataset, group);
        }
        group.set(values(epoch, classes));
    }

    private void remove(String dataset) {
        known.remove(dataset);
        GaugeGroup group = shown.remove(dataset);
        if (group != null) {
            group.clear();
        }
    }

    private static Map<Series, Double> values(RankingEpoch epoch, Collection<ClassTotals> classes) {
        String dataset = epoch.dataset();
        Map<Series, Double> values = new HashMap<>();
        values.put(Series.of(Catalogue.EPOCH_NUMBER, dataset), (double) epoch.epoch());
        values.put(Series.of(Catalogue.EPOCH_TIMESTAMP, dataset), epoch.at().toEpochMilli() / 1e3);
        values.put(Series.of(Catalogue.IMAGES, dataset), (double) epoch.images());
        values.put(Series.of(Catalogue.IMAGES_RANKED, dataset), (double) epoch.ranked());
        values.put(Series.of(Catalogue.INSTANCES, dataset), (double) epoch.instances());
        values.put(Series.of(Catalogue.CLASSES, dataset), (double) epoch.classes());
        values.put(Series.of(Catalogue.SI_SCS_MEAN, dataset), epoch.siScsMean());
        values.put(Series.of(Catalogue.GINI, dataset), epoch.imbalance().gini());
        values.put(
                Series.of(Catalogue.EFFECTIVE_CLASSES, dataset),
                epoch.imbalance().effectiveClasses());
        epoch.prune().entrySet().stream().limit(Labels.MAX_RATES).forEach(rate -> {
            values.put(Series.of(Catalogue.KEPT_IMAGES, dataset, rate.getKey()), (double)
                    rate.getValue().kept());
            values.put(
                    Series.of(Catalogue.KEPT_JACCARD, dataset, rate.getKey()),
                    rate.getValue().jaccard());
        });
        int place = 0;
        for (ClassTotals totals : classes.stream().sorted(LARGEST_FIRST).toList()) {
            String label = place++ < Labels.MAX_CLASSES ? Labels.ofClass(totals.category()) : Labels.OTHERS;
            values.merge(
                    Series.of(Catalogue.CLASS_INSTANCES, dataset, label), (double) totals.instances(), Double::sum);
            values.merge(Series.of(Catalogue.CLASS_IMAGES, dataset, label), (double) totals.images(), Double::sum);
        }
        return values;
    }
}
