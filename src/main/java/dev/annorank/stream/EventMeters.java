package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Counts what became of events as metrics of Kafka Streams: {@code stream-event-metrics}, with {@code applied-total},
 * {@code superseded-total}, {@code rejected-total} and the rates, tagged with {@code event-id} = dataset. They count what
 * this process did; the exact totals are in the epochs.
 */
final class EventMeters implements AutoCloseable {
    /** Whoever invents dataset names must not fill the memory with meters; the rest is counted together. */
    private static final int MOST_DATASETS = 200;

    private static final String THE_REST = "others";

    private final StreamsMetrics metrics;
    private final Map<String, Meters> datasets = new HashMap<>();

    private record Meters(Sensor applied, Sensor superseded, Sensor rejected) {}

    EventMeters(StreamsMetrics metrics) {
        this.metrics = metrics;
    }

    void count(String dataset, EventCounts counts) {
        String name = datasets.containsKey(dataset) || datasets.size() < MOST_DATASETS ? dataset : THE_REST;
        Meters meters = datasets.computeIfAbsent(
                name, id -> new Meters(sensor(id, "applied"), sensor(id, "superseded"), sensor(id, "rejected")));
        record(meters.applied(), counts.applied());
        record(meters.superseded(), counts.superseded());
        record(meters.rejected(), counts.rejected());
    }

    private Sensor sensor(String dataset, String operation) {
        return metrics.addRateTotalSensor("event", dataset, operation, RecordingLevel.INFO);
    }

    private static void record(Sensor sensor, long count) {
        for (long i = 0; i < count; i++) {
            sensor.record();
        }
    }

    @Override
    public void close() {
        for (Meters meters : datasets.values()) {
            metrics.removeSensor(meters.applied());
            metrics.removeSensor(meters.superseded());
            metrics.removeSensor(meters.rejected());
        }
        datasets.clear();
    }
}
