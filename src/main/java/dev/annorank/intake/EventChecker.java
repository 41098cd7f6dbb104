package dev.annorank.intake;

import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.score.EventScorer;
import dev.annorank.score.InstanceScorer;
import dev.annorank.topic.EventReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the topology would take an event: by the same reader and the same scorer, masks included. For one thread.
 */
public final class EventChecker {
    private static final Logger LOG = LoggerFactory.getLogger(EventChecker.class);

    private final EventReader reader;
    private final EventScorer scorer;

    private EventChecker(EventReader reader, EventScorer scorer) {
        this.reader = reader;
        this.scorer = scorer;
    }

    /**
     * Makes checkers.
     *
     * @param maxEventBytes a longer event is rejected
     * @param scorers makes scorers that are set as the topology's
     */
    public static Supplier<EventChecker> checkers(int maxEventBytes, Supplier<InstanceScorer> scorers) {
        return () -> new EventChecker(new EventReader(maxEventBytes), new EventScorer(scorers.get()));
    }

    /**
     * The key that the event is sent with.
     *
     * @throws RejectedException if the topology would reject it
     */
    public byte[] key(byte[] event) {
        try {
            AnnotationEvent read = reader.read(null, event);
            scorer.score(read);
            return read.imageId().getBytes(StandardCharsets.UTF_8);
        } catch (RejectedException e) {
            throw e;
        } catch (RuntimeException defect) {
            LOG.error("An event met a defect", defect);
            throw new RejectedException(Reason.INTERNAL_ERROR, "defect in annorank: " + defect);
        }
    }
}
