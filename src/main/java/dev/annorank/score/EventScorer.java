package dev.annorank.score;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.RejectedException;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageRemoved;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.model.ScoredEvent.InstanceDeleted;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import java.util.ArrayList;
import java.util.List;

/** From an event with segmentations to the same event with measures and outlines. Not thread-safe: one a thread. */
public final class EventScorer {
    private final InstanceScorer scorer;

    public EventScorer(InstanceScorer scorer) {
        this.scorer = scorer;
    }

    /**
     * Scores every instance of an event.
     *
     * @throws RejectedException if a mask cannot be measured; none of the event is then used
     */
    public ScoredEvent score(AnnotationEvent event) {
        try {
            if (event instanceof AnnotationUpserted upsert) {
                ScoredInstance instance = scorer.scoreAndOutline(upsert.image(), upsert.annotation());
                Image picture = upsert.image().bounded();
                return new InstanceScored(upsert.dataset(), upsert.imageId(), upsert.version(), instance, picture);
            }
            if (event instanceof ImageReplaced replacement) {
                List<ScoredInstance> instances =
                        new ArrayList<>(replacement.annotations().size());
                for (Annotation annotation : replacement.annotations()) {
                    instances.add(scorer.scoreAndOutline(replacement.image(), annotation));
                }
                Image picture = replacement.image().bounded();
                return new ImageScored(
                        replacement.dataset(), replacement.imageId(), replacement.version(), instances, picture);
            }
            if (event instanceof AnnotationDeleted deletion) {
                return new InstanceDeleted(
                        deletion.dataset(), deletion.imageId(), deletion.version(), deletion.annotationId());
            }
            return new ImageRemoved(event.dataset(), event.imageId(), event.version());
        } catch (RejectedException rejection) {
            throw rejection.of(event.dataset());
        }
    }
}
