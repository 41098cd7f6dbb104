package dev.annorank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.Ids;
import dev.annorank.model.RejectedException;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageForgotten;
import dev.annorank.score.EventScorer;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.ScoredEventSerde;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes a dataset's events to instance-scores once more: of each image first that all is forgotten, then its events.
 * The collect stage does the rest. One that could not be used when it came cannot be used now, and is a dead letter already.
 */
final class DatasetReplay {
    private final String dataset;
    private final EventReader reader;
    private final EventScorer scorer;
    private final OutputWriter out;
    private final String instanceScores;
    private final Serializer<ScoredEvent> serializer = new ScoredEventSerde().serializer();
    /** One entry an image of the dataset. */
    private final Set<String> forgotten = new HashSet<>();

    private long events;
    private long rejected;

    DatasetReplay(String dataset, EventReader reader, EventScorer scorer, OutputWriter out, String instanceScores) {
        this.dataset = dataset;
        this.reader = reader;
        this.scorer = scorer;
        this.out = out;
        this.instanceScores = instanceScores;
    }

    void accept(ConsumerRecord<byte[], byte[]> one) {
        // Other datasets' events, of which nothing is written, may take minutes.
        out.commitIfOld();
        try {
            AnnotationEvent event = reader.read(one.key(), one.value());
            if (event.dataset().equals(dataset)) {
                ScoredEvent scored = scorer.score(event);
                forget(event.imageId());
                write(scored);
                events++;
            }
        } catch (RejectedException rejection) {
            rejected += rejection.dataset().orElse(Ids.DEFAULT_DATASET).equals(dataset) ? 1 : 0;
        }
    }

    /** Of an image that has not been forgotten yet. */
    void forget(String image) {
        if (forgotten.add(image)) {
            write(new ImageForgotten(dataset, image));
        }
    }

    private void write(ScoredEvent event) {
        out.replay(instanceScores, event.image().getBytes(UTF_8), serializer.serialize(instanceScores, event));
    }

    long images() {
        return forgotten.size();
    }

    long events() {
        return events;
    }

    long rejected() {
        return rejected;
    }
}
