package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageForgotten;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.ImageState;
import dev.annorank.state.LastWriterWins;
import dev.annorank.state.PresenceRecorder;
import dev.annorank.stream.CollectResult.OfImage;
import dev.annorank.topic.RecordFormat;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 2: folds the scored events of an image into its vector, and says what became of its instances. Keyed by image;
 * the last writer of an annotation wins.
 */
final class CollectProcessor extends ContextualProcessor<String, ScoredEvent, String, CollectResult> {
    private static final Logger LOG = LoggerFactory.getLogger(CollectProcessor.class);
    private static final Duration SWEEP_TICK = Duration.ofSeconds(1);
    /** For so long rank is not told of an image that changes; well below the time between commits, which comes on top. */
    private static final Duration SEND_TICK = Duration.ofMillis(30);

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<AnnotationKey, AnnotationState> annotations;

    @SuppressWarnings("NullAway.Init")
    private UnsentImages images;

    private final Duration tombstoneRetention;
    private List<Cancellable> ticks = List.of();

    /** @param tombstoneRetention how long deletions are remembered */
    CollectProcessor(Duration tombstoneRetention) {
        this.tombstoneRetention = tombstoneRetention;
    }

    @Override
    public void init(ProcessorContext<String, CollectResult> context) {
        super.init(context);
        annotations = context.getStateStore(RankingTopology.ANNOTATIONS_STORE);
        KeyValueStore<ImageKey, ImageState> store = context.getStateStore(RankingTopology.IMAGES_STORE);
        images = new UnsentImages(store, this::forward, context.currentSystemTimeMs());
        TombstoneSweeper sweeper = new TombstoneSweeper(annotations, store, tombstoneRetention.toMillis());
        ticks = List.of(
                context.schedule(SWEEP_TICK, PunctuationType.WALL_CLOCK_TIME, sweeper::sweep),
                context.schedule(SEND_TICK, PunctuationType.WALL_CLOCK_TIME, nowMs -> images.sendAll()));
    }

    @Override
    public void process(Record<String, ScoredEvent> record) {
        ScoredEvent event = record.value();
        if (event == null) {
            LOG.warn(
                    "A record without value in instance-scores is not from annorank; it is skipped: {}",
                    context().recordMetadata().orElse(null));
            return;
        }
        ImageKey key = new ImageKey(event.dataset(), event.image());
        PresenceRecorder stored = new PresenceRecorder(new StoredAnnotations(key, annotations));
        ImageState image = images.get(key);
        EventCounts counts = EventCounts.NONE;
        boolean applied = true;
        if (event instanceof ImageForgotten) {
            stored.all().keySet().forEach(stored::delete);
            image = image.forgotten();
        } else {
            applied = LastWriterWins.apply(event, image, stored, context().currentSystemTimeMs());
            // What a reset scores again was counted when it came.
            if (!RecordFormat.isReplay(record.headers())) {
                counts = applied ? EventCounts.ONE_APPLIED : EventCounts.ONE_SUPERSEDED;
            }
        }
        images.put(key, image, counts, applied, record.timestamp());
        InstanceChanges.of(event, stored)
                .forEach((id, result) -> context()
                        .forward(new Record<>(id.toString(), result, record.timestamp(), RecordFormat.headers())));
    }

    @Override
    public void close() {
        // Left alone they would go on beside those of a task that is begun again.
        ticks.forEach(Cancellable::cancel);
    }

    private void forward(ImageKey key, VectorUpdate update, long scoredMs) {
        context().forward(new Record<>(key.toString(), new OfImage(update), scoredMs, RecordFormat.headers()));
    }
}
