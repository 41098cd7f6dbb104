package dev.annorank.metrics;

import static io.micrometer.core.instrument.Meter.Type.COUNTER;
import static io.micrometer.core.instrument.Meter.Type.GAUGE;
import static io.micrometer.core.instrument.Meter.Type.TIMER;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of annorank's own: name, type, base unit, tags and meaning; the meaning is also the help text in the output.
 * Prometheus names have {@code _} for {@code .}, the unit at the end, and {@code _total} for counters; a timer has
 * {@code _seconds_bucket}, {@code _seconds_count}, {@code _seconds_sum} and {@code _seconds_max}.
 *
 * <p><b>Counters and timers</b> say what this process did since it began: add them up over workers. Work that a failure
 * undid and that was done again counts twice; the exact totals of events are in the topic {@code ranking-epochs}.
 * <b>Gauges of a dataset</b> say what the process's view read from the topics, so that every process says the same: take
 * the maximum over processes, not the sum.
 *
 * <p><b>Tags.</b> {@code dataset}: at most {@value Labels#MAX_DATASETS}; events of further ones count as
 * {@value Labels#OTHERS}, and they have no gauges. {@code class}: the {@value Labels#MAX_CLASSES} largest of a dataset,
 * the rest added up as {@value Labels#OTHERS}; see {@link Labels}. {@code prune.rate}: as configured, for example
 * {@code 0.2}. {@code outcome}: {@code applied}, {@code superseded}, {@code rejected}. {@code reason}: the codes of
 * {@link dev.annorank.model.Reason}.
 */
enum Catalogue {
    EVENTS(
            "annorank.events",
            COUNTER,
            null,
            "Events by what became of them; what an aborted transaction undid counts too",
            "dataset",
            "outcome"),
    EVENTS_REJECTED(
            "annorank.events.rejected",
            COUNTER,
            null,
            "Events that went to the dead letters; what an aborted transaction undid counts too",
            "dataset",
            "reason"),
    EPOCH_DURATION(
            "annorank.epoch.duration",
            TIMER,
            null,
            "From the start of a ranking's computation to its last published record; the count is that of epochs",
            "dataset"),
    PUBLISH_LAG(
            "annorank.publish.lag",
            TIMER,
            null,
            "From the scoring of the oldest event that an epoch is the first to reflect to the end of its publication",
            "dataset"),
    RECORDS_PUBLISHED(
            "annorank.published",
            COUNTER,
            "records",
            "Records of image-ranking that epochs emitted, deletions included;"
                    + " what an aborted transaction undid counts too",
            "dataset"),
    KEPT_ENTERED(
            "annorank.kept.entered",
            COUNTER,
            "images",
            "Images that came into the kept set, summed over epochs; what an aborted transaction undid counts too",
            "dataset",
            "prune.rate"),
    KEPT_LEFT(
            "annorank.kept.left",
            COUNTER,
            "images",
            "Images that dropped out of the kept set, summed over epochs;"
                    + " what an aborted transaction undid counts too",
            "dataset",
            "prune.rate"),

    DATASETS("annorank.datasets", GAUGE, null, "Datasets that have images, those without gauges included"),
    EPOCH_NUMBER("annorank.epoch.number", GAUGE, null, "Number of the last epoch", "dataset"),
    EPOCH_TIMESTAMP(
            "annorank.epoch.timestamp",
            GAUGE,
            "seconds",
            "When the last epoch was computed, in seconds since 1970-01-01T00:00:00Z",
            "dataset"),
    IMAGES("annorank.images", GAUGE, null, "Images with at least one instance", "dataset"),
    IMAGES_RANKED("annorank.images.ranked", GAUGE, null, "Images with a score above 0", "dataset"),
    INSTANCES("annorank.instances", GAUGE, null, "Instances, those that score 0 included", "dataset"),
    CLASSES("annorank.classes", GAUGE, null, "Classes with at least one instance", "dataset"),
    SI_SCS_MEAN("annorank.si.scs.mean", GAUGE, null, "Mean SI-SCS of all instances, 0 where there is none", "dataset"),
    GINI("annorank.imbalance.gini", GAUGE, null, "Gini coefficient of instances per class, 0 (equal) to 1", "dataset"),
    EFFECTIVE_CLASSES(
            "annorank.imbalance.effective.classes",
            GAUGE,
            null,
            "So many equally large classes would be as diverse: exp of the entropy of instances per class",
            "dataset"),
    CLASS_INSTANCES("annorank.class.instances", GAUGE, null, "Instances of a class", "dataset", "class"),
    CLASS_IMAGES(
            "annorank.class.images",
            GAUGE,
            null,
            "Images with an instance of a class; an image counts once for each of its classes",
            "dataset",
            "class"),
    KEPT_IMAGES("annorank.kept.images", GAUGE, null, "Images kept at a prune rate", "dataset", "prune.rate"),
    KEPT_JACCARD(
            "annorank.kept.jaccard",
            GAUGE,
            null,
            "Likeness of the last epoch's kept set to that of the epoch before, 0 to 1 (equal)",
            "dataset",
            "prune.rate"),

    LIVE("annorank.live", GAUGE, null, "1 if the process works or will by itself, 0 if it must be started again"),
    READY("annorank.ready", GAUGE, null, "1 if the process has caught up and does its work, else 0"),
    BUILD("annorank.build", GAUGE, null, "Always 1; the tag is the program's version", "version"),
    THREAD_DEATHS("annorank.thread.deaths", COUNTER, null, "Threads of the topology that failed, replaced or not"),
    RECORDS_SKIPPED(
            "annorank.records.skipped",
            COUNTER,
            null,
            "Records that others wrote to annorank's topics, passed over; the log names them"),
    PARTITIONS_UNREADABLE(
            "annorank.partitions.unreadable",
            GAUGE,
            null,
            "Partitions that the topology cannot read on because a batch is damaged; health names them"),
    IMAGES_OVERSIZED(
            "annorank.images.oversized",
            GAUGE,
            null,
            "Images that are left out of rankings because a record of them would be larger than Kafka takes"),
    RESTORE_RESTORED(
            "annorank.restore.restored",
            GAUGE,
            "changes",
            "Changes of state restored so far; 0 if none is restored now"),
    RESTORE_REMAINING(
            "annorank.restore.remaining", GAUGE, "changes", "Changes of state still to restore; 0 if none is"),
    RESTORE_DURATION("annorank.restore.duration", GAUGE, "seconds", "How long state is being restored; 0 if none is"),
    VIEW_PHASE(
            "annorank.view.phase",
            GAUGE,
            null,
            "1 for what the view of the topics does, 0 for what it does not: reading, live, waiting, unreachable, failed",
            "phase"),
    VIEW_BEHIND("annorank.view.behind", GAUGE, "records", "Records in the topics that the view has not read"),
    VIEW_DISAGREEMENTS(
            "annorank.view.disagreements",
            COUNTER,
            null,
            "Times that what the view had read of a dataset was not what its epoch's record says; the log names it"),
    VIEW_DAMAGED(
            "annorank.view.damaged",
            COUNTER,
            "offsets",
            "Offsets that the view passed over because their batch is damaged; the log names them"),
    VIEW_EPOCH_AGE(
            "annorank.view.epoch.age", GAUGE, "seconds", "Since the view read the last epoch; NaN if it has read none"),

    HTTP_REQUESTS(
            "annorank.http.requests",
            TIMER,
            null,
            "HTTP requests by method, template of the route, and status",
            "method",
            "route",
            "status");

    private static final Duration[] SLOW = millis(10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 120_000);
    private static final Duration[] QUICK = millis(5, 20, 100, 500, 2_000, 10_000);

    private final String meterName;
    private final Meter.Type type;
    private final @Nullable String unit;
    private final String meaning;
    /** Immutable, though its type does not say so. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> tagKeys;

    Catalogue(String meterName, Meter.Type type, @Nullable String unit, String meaning, String... tagKeys) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.meaning = meaning;
        this.tagKeys = List.of(tagKeys);
    }

    String meterName() {
        return meterName;
    }

    String meaning() {
        return meaning;
    }

    List<String> tagKeys() {
        return tagKeys;
    }

    /** The names of its samples in the output. */
    List<String> sampleNames() {
        String base = meterName.replace('.', '_') + (unit == null ? "" : "_" + unit);
        return switch (type) {
            case COUNTER -> List.of(base + "_total");
            case TIMER ->
                List.of(
                        base + "_seconds_bucket",
                        base + "_seconds_count",
                        base + "_seconds_sum",
                        base + "_seconds_max");
            default -> List.of(base);
        };
    }

    /** The counter with these values of the tags, in the order of {@link #tagKeys()}. */
    Counter counter(MeterRegistry registry, String... tagValues) {
        return Counter.builder(require(COUNTER).meterName)
                .description(meaning)
                .baseUnit(unit)
                .tags(tags(List.of(tagValues)))
                .register(registry);
    }

    Timer timer(MeterRegistry registry, String... tagValues) {
        return Timer.builder(require(TIMER).meterName)
                .description(meaning)
                .serviceLevelObjectives(this == HTTP_REQUESTS ? QUICK : SLOW)
                .tags(tags(List.of(tagValues)))
                .register(registry);
    }

    /** A gauge that asks {@code value} at every scrape, and keeps it from being collected. */
    Gauge gauge(MeterRegistry registry, Supplier<Number> value, List<String> tagValues) {
        return Gauge.builder(require(GAUGE).meterName, value)
                .description(meaning)
                .baseUnit(unit)
                .tags(tags(tagValues))
                .strongReference(true)
                .register(registry);
    }

    private Catalogue require(Meter.Type wanted) {
        if (type != wanted) {
            throw new IllegalArgumentException(meterName + " is a " + type + ", not a " + wanted);
        }
        return this;
    }

    private List<Tag> tags(List<String> values) {
        if (values.size() != tagKeys.size()) {
            throw new IllegalArgumentException(meterName + " has tags " + tagKeys + "; values are " + values);
        }
        List<Tag> tags = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            tags.add(Tag.of(tagKeys.get(i), values.get(i)));
        }
        return tags;
    }

    private static Duration[] millis(long... values) {
        Duration[] durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofMillis(values[i]);
        }
        return durations;
    }
}
