package dev.annorank.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;

/** The meters of Kafka's own clients. */
final class KafkaMeters implements AutoCloseable {
    /** Kafka makes meters as work is shared out; this is how late they show. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    static final MeterFilter FILTER = MeterFilter.deny(KafkaMeters::isNoise);

    private final MeterRegistry registry;
    private final ScheduledExecutorService looker;
    private final List<AutoCloseable> bound = new CopyOnWriteArrayList<>();

    KafkaMeters(MeterRegistry registry) {
        this.registry = registry;
        looker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kafka-meters");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static boolean isNoise(Meter.Id id) {
        return false;
    }

    void bind(KafkaStreams streams) {
        KafkaStreamsMetrics meters = new KafkaStreamsMetrics(streams, Tags.empty(), looker, LOOK_EVERY);
        meters.bindTo(registry);
        bound.add(meters);
    }

    void bind(Consumer<?, ?> consumer) {
        bind(new KafkaClientMetrics(consumer, Tags.empty(), looker, LOOK_EVERY));
    }

    void bind(Producer<?, ?> producer) {
        bind(new KafkaClientMetrics(producer, Tags.empty(), looker, LOOK_EVERY));
    }

    private void bind(KafkaClientMetrics meters) {
        meters.bindTo(registry);
        bound.add(meters);
    }

    @Override
    public void close() throws Exception {
        looker.shutdownNow();
        for (AutoCloseable one : bound) {
            one.close();
        }
    }
}
