package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageForgotten;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.ImageState;
import dev.annorank.state.LastWriterWins;
import dev.annorank.state.PresenceRecorder;
import dev.annorank.stream.CollectResult.OfForeigner;
import dev.annorank.stream.CollectResult.OfImage;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.ScoredEventSerde;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 2: folds the scored events of an image into its vector, and says what became of its instances. Keyed by image;
 * the last writer of an annotation wins.
 */
final class CollectProcessor extends ContextualProcessor<byte[], byte[], String, CollectResult> {
    private static final Logger LOG = LoggerFactory.getLogger(CollectProcessor.class);
    private static final Duration SWEEP_TICK = Duration.ofSeconds(1);
    /** For so long rank is not told of an image that changes; well below the time between commits, which comes on top. */
    private static final Duration SEND_TICK = Duration.ofMillis(30);

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<AnnotationKey, AnnotationState> annotations;

    @SuppressWarnings("NullAway.Init")
    private UnsentImages images;

    private final Deserializer<ScoredEvent> reader = new ScoredEventSerde().deserializer();
    private final Duration tombstoneRetention;
    private final int maxDeadLetterBytes;
    private List<Cancellable> ticks = List.of();

    /**
     * @param tombstoneRetention how long deletions are remembered
     * @param maxDeadLetterBytes longest value of a dead letter; a longer one is cut
     */
    CollectProcessor(Duration tombstoneRetention, int maxDeadLetterBytes) {
        this.tombstoneRetention = tombstoneRetention;
        this.maxDeadLetterBytes = maxDeadLetterBytes;
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
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        ScoredEvent event;
        try {
            event = read(record, source.topic());
        } catch (SerializationException notOurs) {
            reject(record, source, notOurs);
            return;
        }
        apply(event, record);
    }

    private ScoredEvent read(Record<byte[], byte[]> record, String topic) {
        ScoredEvent event = reader.deserialize(topic, record.headers(), record.value());
        if (event == null) {
            throw new SerializationException("a record in topic " + topic + " has no value");
        }
        return event;
    }

    /** Whoever wrote it, the stream goes on. It is no event, hence not counted as one. */
    private void reject(Record<byte[], byte[]> record, RecordMetadata source, SerializationException notOurs) {
        LOG.warn(
                "Record {}-{}@{} is not from annorank and goes to the dead letters; let only annorank write there: {}",
                source.topic(),
                source.partition(),
                source.offset(),
                notOurs.getMessage());
        RejectedException why = new RejectedException(Reason.FOREIGN_RECORD, String.valueOf(notOurs.getMessage()));
        DeadLetter letter = DeadLetter.of(record, why, source, maxDeadLetterBytes);
        context().forward(new Record<>("", new OfForeigner(letter), context().currentSystemTimeMs(), letter.headers()));
    }

    private void apply(ScoredEvent event, Record<byte[], byte[]> record) {
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
