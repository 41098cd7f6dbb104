package dev.annorank.stream;

import dev.annorank.model.Ids;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageVector;
import dev.annorank.model.RejectedException;
import dev.annorank.model.ShapeScore;
import dev.annorank.ranking.EpochPlanner;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.stream.RankResult.OfEpoch;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.UnknownFormatException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Stage 3: keeps the vectors of every dataset of its partition and, at most once an interval, ranks a dataset that has
 * changed. A ranking is published in chunks, so that no transaction has to hold all of a large one.
 */
final class RankProcessor extends ContextualProcessor<String, VectorUpdate, String, RankResult> {
    /** How often to look whether an epoch is due, and to publish the next chunk of one that has begun. */
    private static final Duration TICK = Duration.ofMillis(10);

    /** No image holds more instances, or more complex ones: a limit that the sum over all images stays far below. */
    private static final double MAX_SUM = ShapeScore.MAX_SI_SCS * (1 << 20);

    private final PipelineSettings settings;
    private final PipelineListener listener;
    private final OversizedImages oversized;
    private final ForeignRecords foreign;
    private final EpochTimes epochs;
    private final Map<String, DatasetRanker> rankers = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private RankStores stores;

    private @Nullable Cancellable ticks;

    /** @param epochs which of the epochs that were published before readers still find */
    RankProcessor(
            PipelineSettings settings,
            PipelineListener listener,
            OversizedImages oversized,
            ForeignRecords foreign,
            EpochTimes epochs) {
        this.settings = settings;
        this.listener = listener;
        this.oversized = oversized;
        this.foreign = foreign;
        this.epochs = epochs;
    }

    @Override
    public void init(ProcessorContext<String, RankResult> context) {
        super.init(context);
        stores = RankStores.of(context);
        // A task whose transaction was aborted is begun again with this same object: nothing of what it knew may stay.
        leave();
        new StateRestorer(stores, settings.pruneRatesText(), foreign).restore(this::ranker);
        rankers.values().forEach(ranker -> ranker.findLostEpoch(epochs));
        Duration tick = TICK.compareTo(settings.interval()) < 0 ? TICK : settings.interval();
        ticks = context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, this::publishWhatIsDue);
    }

    @Override
    public void process(Record<String, VectorUpdate> record) {
        try {
            requireOurs(record);
        } catch (UnknownFormatException | RejectedException | IllegalArgumentException e) {
            String place = context()
                    .recordMetadata()
                    .map(source -> ForeignRecords.place(source.topic(), source.partition(), source.offset()))
                    .orElse("a record before rank");
            foreign.skip(place, e);
            return;
        }
        String key = record.key();
        int slash = key.indexOf('/');
        String dataset = key.substring(0, slash);
        ranker(dataset).update(key.substring(slash + 1), record.value(), record.timestamp());
        listener.counted(dataset, record.value().counts());
    }

    /** The count of what came to nothing is keyed by the dataset alone, {@code dataset/}. */
    private static void requireOurs(Record<String, VectorUpdate> record) {
        RecordFormat.requireKnown("between collect and rank", record.headers());
        if (record.key() == null || record.value() == null) {
            throw new IllegalArgumentException("the record has no " + (record.key() == null ? "key" : "value"));
        }
        ImageVector vector = record.value().vector();
        String key = record.key();
        if (vector == null && key.endsWith("/")) {
            Ids.requireDataset(key.substring(0, key.length() - 1));
            return;
        }
        ImageKey.parse(key);
        if (vector != null) {
            RankingIndex.requireUsable(vector);
            for (double sum : vector.sums()) {
                if (sum > MAX_SUM) {
                    throw new IllegalArgumentException(
                            "sum of a class is " + sum + "; no image has more than " + MAX_SUM);
                }
            }
        }
    }

    @Override
    public void close() {
        // Left alone it would go on beside the one of a task that is begun again.
        if (ticks != null) {
            ticks.cancel();
        }
        leave();
    }

    private void leave() {
        rankers.values().forEach(DatasetRanker::leave);
        rankers.clear();
    }

    private void publishWhatIsDue(long nowMs) {
        for (DatasetRanker ranker : rankers.values()) {
            if (ranker.tick(nowMs, (key, result) -> publish(key, result, ranker.recordMs(), nowMs))) {
                // Readers see what is committed.
                context().commit();
            }
        }
    }

    private void publish(String key, RankResult result, long recordMs, long nowMs) {
        context().forward(new Record<>(key, result, recordMs, RecordFormat.headers()));
        if (result instanceof OfEpoch ended) {
            listener.published(ended.epoch(), nowMs - ended.oldestMs());
        }
    }

    private DatasetRanker ranker(String dataset) {
        return rankers.computeIfAbsent(
                dataset,
                name -> new DatasetRanker(name, new EpochPlanner(settings.policy()), stores, settings, oversized));
    }
}
