package dev.annorank.stream;

import dev.annorank.ranking.EpochPlanner;
import dev.annorank.stream.RankResult.OfEpoch;
import dev.annorank.topic.RecordFormat;
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

    private final PipelineSettings settings;
    private final PipelineListener listener;
    private final OversizedImages oversized;
    private final Map<String, DatasetRanker> rankers = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private RankStores stores;

    private @Nullable Cancellable ticks;

    RankProcessor(PipelineSettings settings, PipelineListener listener, OversizedImages oversized) {
        this.settings = settings;
        this.listener = listener;
        this.oversized = oversized;
    }

    @Override
    public void init(ProcessorContext<String, RankResult> context) {
        super.init(context);
        stores = RankStores.of(context);
        // A task whose transaction was aborted is begun again with this same object: nothing of what it knew may stay.
        leave();
        new StateRestorer(stores, settings.pruneRatesText()).restore(this::ranker);
        Duration tick = TICK.compareTo(settings.interval()) < 0 ? TICK : settings.interval();
        ticks = context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, this::publishWhatIsDue);
    }

    @Override
    public void process(Record<String, VectorUpdate> record) {
        String key = record.key();
        int slash = key.indexOf('/');
        String dataset = key.substring(0, slash);
        ranker(dataset).update(key.substring(slash + 1), record.value(), record.timestamp());
        listener.counted(dataset, record.value().counts());
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
