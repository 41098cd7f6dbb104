package dev.annorank.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gauges that are set together, all those of a dataset: one that is not set again is gone from the output. */
final class GaugeGroup {
    private final MeterRegistry registry;
    private final Map<Series, Cell> cells = new HashMap<>();

    /** One series. */
    record Series(Catalogue meter, List<String> tagValues) {
        static Series of(Catalogue meter, String... tagValues) {
            return new Series(meter, List.of(tagValues));
        }
    }

    private static final class Cell {
        volatile double value;
        final Gauge gauge;

        Cell(MeterRegistry registry, Series key, double value) {
            this.value = value;
            this.gauge = key.meter().gauge(registry, () -> this.value, key.tagValues());
        }
    }

    GaugeGroup(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void set(Map<Series, Double> values) {
        cells.entrySet().removeIf(entry -> {
            boolean gone = !values.containsKey(entry.getKey());
            if (gone) {
                registry.remove(entry.getValue().gauge);
            }
            return gone;
        });
        values.forEach((key, value) -> {
            Cell cell = cells.get(key);
            if (cell == null) {
                cells.put(key, new Cell(registry, key, value));
            } else {
                cell.value = value;
            }
        });
    }

    void clear() {
        set(Map.of());
    }
}
