package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageVector;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageForgotten;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.ranking.ExactSum;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.ImageSize;
import dev.annorank.state.ImageState;
import dev.annorank.state.LastWriterWins;
import dev.annorank.state.PresenceRecorder;
import dev.annorank.state.StagedWrites;
import dev.annorank.stream.CollectResult.OfDeadLetter;
import dev.annorank.stream.CollectResult.OfImage;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.ScoredEventSerde;
import dev.annorank.topic.UnknownFormatException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * the last writer of an annotation wins. An event that would make the image larger than its {@linkplain
 * dev.annorank.state.ImageLimits limits} is refused, whole, and goes to the dead letters as it was scored.
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
    private final PipelineSettings settings;
    private final PipelineListener listener;
    private final OversizedImages oversized;
    private final ForeignRecords foreign;
    /** The images of this task that rank cannot be told of. */
    private final Set<ImageKey> withheld = new HashSet<>();

    private List<Cancellable> ticks = List.of();

    CollectProcessor(
            PipelineSettings settings, PipelineListener listener, OversizedImages oversized, ForeignRecords foreign) {
        this.settings = settings;
        this.listener = listener;
        this.oversized = oversized;
        this.foreign = foreign;
    }

    @Override
    public void init(ProcessorContext<String, CollectResult> context) {
        super.init(context);
        annotations = context.getStateStore(RankingTopology.ANNOTATIONS_STORE);
        KeyValueStore<ImageKey, ImageState> store = context.getStateStore(RankingTopology.IMAGES_STORE);
        images = new UnsentImages(
                store,
                context.getStateStore(RankingTopology.IMAGE_CLASSES_STORE),
                this::forward,
                context.currentSystemTimeMs());
        TombstoneSweeper sweeper = new TombstoneSweeper(
                annotations, store, settings.tombstoneRetention().toMillis());
        ticks = List.of(
                context.schedule(SWEEP_TICK, PunctuationType.WALL_CLOCK_TIME, sweeper::sweep),
                context.schedule(SEND_TICK, PunctuationType.WALL_CLOCK_TIME, images::sendDue));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        ScoredEvent event;
        try {
            event = read(record, source.topic());
        } catch (SerializationException | UnknownFormatException notOurs) {
            rejectForeign(record, source, notOurs);
            return;
        }
        apply(event, record);
    }

    private ScoredEvent read(Record<byte[], byte[]> record, String topic) {
        ScoredEvent event = reader.deserialize(topic, record.headers(), record.value());
        if (event == null) {
            throw new SerializationException("a record in topic " + topic + " has no value");
        }
        requireUsable(event);
        return event;
    }

    /** What score never emits, though it can be read. */
    private static void requireUsable(ScoredEvent event) {
        if (event instanceof InstanceScored one) {
            requireUsable(one.instance());
        } else if (event instanceof ImageScored all) {
            Set<String> ids = new HashSet<>();
            for (ScoredInstance instance : all.instances()) {
                requireUsable(instance);
                if (!ids.add(instance.annotation())) {
                    throw new SerializationException("annotation " + instance.annotation() + " is there twice");
                }
            }
        }
    }

    private static void requireUsable(ScoredInstance instance) {
        if (!ExactSum.fits(instance.score().siScs())) {
            throw new SerializationException(
                    "siScs is " + instance.score().siScs() + "; it must be 0 or about 1 and more");
        }
    }

    /** Whoever wrote it, the stream goes on. It is no event, hence not counted as one. */
    private void rejectForeign(Record<byte[], byte[]> record, RecordMetadata source, RuntimeException notOurs) {
        foreign.skip(ForeignRecords.place(source.topic(), source.partition(), source.offset()), notOurs);
        bury(record, new RejectedException(Reason.FOREIGN_RECORD, String.valueOf(notOurs.getMessage())));
    }

    private void bury(Record<byte[], byte[]> record, RejectedException why) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        DeadLetter letter = DeadLetter.of(record, why, source, settings.maxValueBytes());
        context()
                .forward(new Record<>("", new OfDeadLetter(letter), context().currentSystemTimeMs(), letter.headers()));
    }

    private void apply(ScoredEvent event, Record<byte[], byte[]> record) {
        ImageKey key = new ImageKey(event.dataset(), event.image());
        ImageState image = images.get(key);
        StagedWrites staged = new StagedWrites(new StoredAnnotations(key, annotations), image);
        PresenceRecorder stored = new PresenceRecorder(staged);
        if (event instanceof ImageForgotten) {
            stored.all().keySet().forEach(stored::delete);
            staged.commit();
            image.forget();
            images.put(key, image, EventCounts.NONE, true, record.timestamp());
        } else {
            ImageSize before = image.size();
            boolean applied;
            try {
                applied = LastWriterWins.apply(event, image, stored, context().currentSystemTimeMs());
            } catch (IllegalArgumentException inconsistent) {
                // Only if what the changelogs held of the image was not what annorank wrote.
                foreign.note("what is stored of image " + key, String.valueOf(inconsistent.getMessage()));
                staged.sumUpAnew();
                before = image.size();
                applied = LastWriterWins.apply(event, image, stored, context().currentSystemTimeMs());
            }
            Optional<String> excess = settings.imageLimits().excess(before, image.size());
            if (excess.isPresent()) {
                staged.undo();
                refuse(event, record, excess.get());
                images.keep(key, image);
                images.put(key, image, counted(EventCounts.ONE_REJECTED, record), false, record.timestamp());
                return;
            }
            staged.commit();
            EventCounts counts = applied ? EventCounts.ONE_APPLIED : EventCounts.ONE_SUPERSEDED;
            images.put(key, image, counted(counts, record), applied, record.timestamp());
        }
        InstanceChanges.of(event, stored)
                .forEach((id, result) -> context()
                        .forward(new Record<>(id.toString(), result, record.timestamp(), RecordFormat.headers())));
    }

    /** What a reset scores again was counted when it came. */
    private static EventCounts counted(EventCounts counts, Record<byte[], byte[]> record) {
        return RecordFormat.isReplay(record.headers()) ? EventCounts.NONE : counts;
    }

    private void refuse(ScoredEvent event, Record<byte[], byte[]> record, String excess) {
        String why = "image " + event.image() + " of dataset " + event.dataset() + ": " + excess;
        LOG.debug("Event refused: {}", why);
        bury(record, new RejectedException(Reason.IMAGE_TOO_WIDE, why));
        listener.rejected(event.dataset(), Reason.IMAGE_TOO_WIDE);
    }

    @Override
    public void close() {
        // Left alone they would go on beside those of a task that is begun again.
        ticks.forEach(Cancellable::cancel);
        oversized.leave(OversizedImages.IMAGE_VECTORS, withheld::contains);
        withheld.clear();
    }

    /** An image that does not fit a record any more, since settings have changed, is taken out of the ranking. */
    private boolean forward(ImageKey key, VectorUpdate update, long scoredMs) {
        ImageVector vector = update.vector();
        boolean fits = vector == null || fits(key, ImageSize.of(vector));
        VectorUpdate told = fits ? update : new VectorUpdate(ImageVector.EMPTY, update.counts());
        context().forward(new Record<>(key.toString(), new OfImage(told), scoredMs, RecordFormat.headers()));
        return fits;
    }

    private boolean fits(ImageKey key, ImageSize size) {
        boolean fits = oversized.fits(key, size, OversizedImages.IMAGE_VECTORS, size.internalBytes());
        if (fits) {
            withheld.remove(key);
        } else {
            withheld.add(key);
        }
        return fits;
    }
}
