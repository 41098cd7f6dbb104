package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageVector;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageForgotten;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.ImageState;
import dev.annorank.state.LastWriterWins;
import dev.annorank.state.PresenceRecorder;
import dev.annorank.stream.CollectResult.OfImage;
import dev.annorank.topic.RecordFormat;
import java.time.Duration;
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

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<AnnotationKey, AnnotationState> annotations;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<ImageKey, ImageState> images;

    private final Duration tombstoneRetention;

    /** @param tombstoneRetention how long deletions are remembered */
    CollectProcessor(Duration tombstoneRetention) {
        this.tombstoneRetention = tombstoneRetention;
    }

    @Override
    public void init(ProcessorContext<String, CollectResult> context) {
        super.init(context);
        annotations = context.getStateStore(RankingTopology.ANNOTATIONS_STORE);
        images = context.getStateStore(RankingTopology.IMAGES_STORE);
        TombstoneSweeper sweeper = new TombstoneSweeper(annotations, images, tombstoneRetention.toMillis());
        context.schedule(SWEEP_TICK, PunctuationType.WALL_CLOCK_TIME, sweeper::sweep);
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
        if (event instanceof ImageForgotten) {
            stored.all().keySet().forEach(stored::delete);
            images.delete(key);
            forward(record, key, new VectorUpdate(ImageVector.EMPTY, EventCounts.NONE));
        } else {
            // What a reset scores again was counted when it came.
            boolean counted = !RecordFormat.isReplay(record.headers());
            ImageState known = images.get(key);
            ImageState image = known == null ? new ImageState() : known;
            if (LastWriterWins.apply(event, image, stored, context().currentSystemTimeMs())) {
                images.put(key, image.isForgettable() ? null : image);
                ImageVector vector = image.vector().toVector();
                forward(record, key, new VectorUpdate(vector, counted ? EventCounts.ONE_APPLIED : EventCounts.NONE));
            } else {
                forward(record, key, new VectorUpdate(null, counted ? EventCounts.ONE_SUPERSEDED : EventCounts.NONE));
            }
        }
        InstanceChanges.of(event, stored)
                .forEach((id, result) -> context()
                        .forward(new Record<>(id.toString(), result, record.timestamp(), RecordFormat.headers())));
    }

    private void forward(Record<String, ScoredEvent> record, ImageKey key, VectorUpdate update) {
        context().forward(record.withKey(key.toString()).withValue(new OfImage(update)));
    }
}
