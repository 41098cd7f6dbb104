package dev.annorank.stream;

import dev.annorank.model.Ids;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.score.EventScorer;
import dev.annorank.stream.ScoreResult.Rejected;
import dev.annorank.stream.ScoreResult.Scored;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.ScoredEventSerde;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 1: reads, validates and scores one event. Stateless, and where the time goes. What it emits carries the present
 * time: a producer's clock may be years off, and a topic's retention would then delete what nobody has read.
 */
final class ScoreProcessor extends ContextualProcessor<byte[], byte[], byte[], ScoreResult> {
    private static final Logger LOG = LoggerFactory.getLogger(ScoreProcessor.class);

    private final EventReader reader;
    private final EventScorer scorer;
    private final Serializer<ScoredEvent> serializer = new ScoredEventSerde().serializer();
    private final int maxValueBytes;
    private final PipelineListener listener;

    ScoreProcessor(EventReader reader, EventScorer scorer, int maxValueBytes, PipelineListener listener) {
        this.reader = reader;
        this.scorer = scorer;
        this.maxValueBytes = maxValueBytes;
        this.listener = listener;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        ScoredEvent scored;
        byte[] value;
        try {
            scored = scorer.score(reader.read(record.key(), record.value()));
            value = serialize(scored);
        } catch (RejectedException rejection) {
            reject(record, rejection);
            return;
        } catch (RuntimeException defect) {
            LOG.error("Event {} met a defect; it goes to the dead letters", where(), defect);
            reject(record, new RejectedException(Reason.INTERNAL_ERROR, "defect in annorank: " + defect));
            return;
        }
        // Not within: what fails here is a record that was sent before, and is none of this event's business.
        context()
                .forward(new Record<>(
                        scored.image().getBytes(StandardCharsets.UTF_8),
                        new Scored(value),
                        context().currentSystemTimeMs(),
                        RecordFormat.headers()));
        listener.scored(scored.dataset());
    }

    /**
     * The scores of a whole image may be several times as long as the shortest JSON of its masks. An outline is for the eye
     * only: where the record would be too long, all go.
     */
    private byte[] serialize(ScoredEvent scored) {
        byte[] value = serializer.serialize("", scored);
        if (value.length > maxValueBytes && scored instanceof ImageScored image) {
            value = serializer.serialize("", image.withoutOutlines());
        }
        if (value.length > maxValueBytes) {
            throw new RejectedException(
                            Reason.RECORD_TOO_LARGE,
                            "the event's scores take " + value.length + " bytes; at most " + maxValueBytes
                                    + " (event.max.bytes, times 4); send annotation.upserted events")
                    .of(scored.dataset());
        }
        return value;
    }

    private void reject(Record<byte[], byte[]> record, RejectedException rejection) {
        LOG.debug("Event {} rejected: {}", where(), rejection.getMessage());
        RecordMetadata source = context().recordMetadata().orElseThrow();
        DeadLetter letter = DeadLetter.of(record, rejection, source, maxValueBytes);
        String dataset = rejection.dataset().orElse(Ids.DEFAULT_DATASET);
        context()
                .forward(new Record<>(
                        letter.key(),
                        new Rejected(dataset, letter.value()),
                        context().currentSystemTimeMs(),
                        letter.headers()));
        listener.rejected(dataset, rejection.reason());
    }

    private String where() {
        return context()
                .recordMetadata()
                .map(source -> source.topic() + "-" + source.partition() + "@" + source.offset())
                .orElse("?");
    }
}
