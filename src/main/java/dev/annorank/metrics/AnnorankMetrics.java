package dev.annorank.metrics;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * All that a process measures, and how Prometheus reads it. Not global: one process may have several, as tests do. Every
 * method may be called by any thread, and returns at once. What each meter means is in the catalogue, whose texts are the
 * output's help.
 */
public final class AnnorankMetrics implements AutoCloseable {
    /** What {@link #scrape()} gives: Prometheus's text format. */
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PipelineMeters pipeline;
    private final DatasetGauges datasets;
    private final HttpMeters http;
    private final KafkaMeters kafka;
    private final Counter threadDeaths;
    private final Counter recordsSkipped;
    private final Counter offsetsDamaged;
    private final Counter viewDisagreements;
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final LogbackMetrics log = new LogbackMetrics();

    /** @param version the program's */
    public AnnorankMetrics(String version) {
        pipeline = new PipelineMeters(registry);
        datasets = new DatasetGauges(registry);
        http = new HttpMeters(registry);
        kafka = new KafkaMeters(registry);
        threadDeaths = Catalogue.THREAD_DEATHS.counter(registry);
        viewDisagreements = Catalogue.VIEW_DISAGREEMENTS.counter(registry);
        offsetsDamaged = Catalogue.VIEW_DAMAGED.counter(registry);
        recordsSkipped = Catalogue.RECORDS_SKIPPED.counter(registry);
        Catalogue.BUILD.gauge(registry, () -> 1, List.of(version));
    }

    /**
     * Adds the Java machine, the process, the log, and the disk.
     *
     * @param dataDir exists; the space of its disk is told
     */
    public void bindProcess(Path dataDir) {
        List<MeterBinder> binders = List.of(
                new JvmMemoryMetrics(),
                gc,
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics(),
                new FileDescriptorMetrics(),
                log,
                new DiskSpaceMetrics(dataDir.toFile()));
        binders.forEach(binder -> binder.bindTo(registry));
    }

    /** Adds the topology's own meters. Once; before or after it is started. */
    public void bindStreams(KafkaStreams streams) {
        kafka.bind(streams::metrics);
    }

    /** Adds a consumer that is not the topology's, such as the view's. */
    public void bindConsumer(Consumer<?, ?> consumer) {
        kafka.bind(consumer::metrics);
    }

    /** Adds a producer that is not the topology's, such as that of events posted over HTTP. */
    public void bindProducer(Producer<?, ?> producer) {
        kafka.bind(producer::metrics);
    }

    /** Adds how the process is, asked at every scrape. */
    public void bindHealth(BooleanSupplier live, BooleanSupplier ready) {
        Catalogue.LIVE.gauge(registry, () -> live.getAsBoolean() ? 1 : 0, List.of());
        Catalogue.READY.gauge(registry, () -> ready.getAsBoolean() ? 1 : 0, List.of());
    }

    /** Adds how many partitions the topology cannot read on, asked at every scrape. */
    public void bindUnreadable(Supplier<Number> count) {
        Catalogue.PARTITIONS_UNREADABLE.gauge(registry, count, List.of());
    }

    /** Offsets of a damaged batch were passed over by the view. */
    public void offsetsDamaged(long offsets) {
        offsetsDamaged.increment((double) offsets);
    }

    /** Adds how far state is restored, asked at every scrape. */
    public void bindRestore(Supplier<RestoreStatus> status) {
        Catalogue.RESTORE_RESTORED.gauge(registry, () -> status.get().restored(), List.of());
        Catalogue.RESTORE_REMAINING.gauge(registry, () -> status.get().remaining(), List.of());
        Catalogue.RESTORE_DURATION.gauge(registry, () -> status.get().seconds(), List.of());
    }

    /** Adds how many images are left out of rankings, asked at every scrape. */
    public void bindOversized(Supplier<Number> count) {
        Catalogue.IMAGES_OVERSIZED.gauge(registry, count, List.of());
    }

    /**
     * Adds how the view stands, asked at every scrape.
     *
     * @param phases all that it can be in
     */
    public void bindView(Collection<String> phases, Supplier<ViewStatus> status) {
        for (String phase : phases) {
            Catalogue.VIEW_PHASE.gauge(registry, () -> status.get().phase().equals(phase) ? 1 : 0, List.of(phase));
        }
        Catalogue.VIEW_BEHIND.gauge(registry, () -> status.get().behindRecords(), List.of());
        Catalogue.VIEW_EPOCH_AGE.gauge(registry, () -> status.get().secondsSinceEpoch(), List.of());
    }

    /** Events of a dataset had these outcomes. */
    public void counted(String dataset, EventCounts counts) {
        pipeline.counted(dataset, counts);
    }

    /** An event went to the dead letters; it is also one of {@link #counted}. */
    public void rejected(String dataset, Reason reason) {
        pipeline.rejected(dataset, reason);
    }

    /**
     * An epoch is out.
     *
     * @param lagMs from the scoring of its oldest new event to now; one below 0 counts as 0
     */
    public void published(RankingEpoch epoch, long lagMs) {
        pipeline.published(epoch, lagMs);
    }

    /** A thread of the topology failed. */
    public void threadDied() {
        threadDeaths.increment();
    }

    /** What the view has read of a dataset is not what its epoch says. */
    public void viewDisagreed() {
        viewDisagreements.increment();
    }

    /** A record that somebody else wrote was passed over. */
    public void recordSkipped() {
        recordsSkipped.increment();
    }

    /**
     * A dataset is now so. One without images has no gauges any more, and what was counted of it makes room for the next
     * dataset that needs it.
     *
     * @param classes totals of all its classes, in any order
     */
    public void snapshot(RankingEpoch epoch, Collection<ClassTotals> classes) {
        datasets.set(epoch, classes);
        pipeline.empty(epoch.dataset(), epoch.images() == 0);
    }

    /**
     * A request was answered.
     *
     * @param route template of the route, with the names of its parameters and not their values
     * @param nanos from its first byte to the last of the answer
     */
    public void requested(String method, String route, int status, long nanos) {
        http.requested(method, route, status, nanos);
    }

    /** The content type to answer with: OpenMetrics if the request's header {@code Accept} names it, else {@link #TEXT}. */
    public static String contentType(String accept) {
        return accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    }

    /** The content type of {@link #scrape()}. */
    public static String contentType() {
        return TEXT;
    }

    /** All meters in Prometheus's text format. */
    public String scrape() {
        return scrape(TEXT);
    }

    /** All meters in one of the formats that {@link #contentType(String)} gives. */
    public String scrape(String contentType) {
        return registry.scrape(contentType);
    }

    @Override
    public void close() {
        kafka.close();
        gc.close();
        log.close();
        registry.close();
    }
}
