package dev.annorank.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The meters of Kafka's own clients, as far as they are of a whole client or thread: those of each task, store, topic,
 * partition or broker would be thousands.
 */
final class KafkaMeters implements AutoCloseable {
    /** Kafka makes meters as work is shared out; this is how late they show. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    private static final Set<String> TAGS =
            Set.of("client-id", "thread-id", "process-id", "application-id", "version", "commit-id");

    private final MeterRegistry registry;
    private final ScheduledExecutorService looker;
    private final List<KafkaClientMetrics> bound = new CopyOnWriteArrayList<>();

    KafkaMeters(MeterRegistry registry) {
        this.registry = registry;
        looker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kafka-meters");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Adds what {@code metrics()} of a consumer, a producer or Kafka Streams gives. */
    void bind(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        KafkaClientMetrics meters = new KafkaClientMetrics(onlyMetrics(metrics), Tags.empty(), looker, LOOK_EVERY);
        meters.bindTo(registry);
        bound.add(meters);
    }

    /**
     * The noise has to go before Micrometer sees it, which a filter of meters does not do: of two metrics of one name it
     * keeps the one with more tags, so that a partition's lag, denied by the filter, would take away the client's as well.
     */
    private static Consumer<?, ?> onlyMetrics(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        return (Consumer<?, ?>) Proxy.newProxyInstance(
                KafkaMeters.class.getClassLoader(), new Class<?>[] {Consumer.class}, (self, method, arguments) -> {
                    if (!method.getName().equals("metrics")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return few(metrics.get());
                });
    }

    private static Map<MetricName, Metric> few(Map<MetricName, ? extends Metric> all) {
        Map<MetricName, Metric> few = new HashMap<>();
        all.forEach((name, metric) -> {
            boolean rare =
                    name.group().startsWith("admin-client") || name.name().contains("authentication");
            if (!rare && TAGS.containsAll(name.tags().keySet())) {
                few.put(name, metric);
            }
        });
        return few;
    }

    @Override
    public void close() {
        looker.shutdownNow();
        bound.forEach(KafkaClientMetrics::close);
    }
}
