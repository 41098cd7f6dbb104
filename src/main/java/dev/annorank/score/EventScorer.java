package dev.annorank.score;

import dev.annorank.mask.ContourMeasurer;
import dev.annorank.mask.PolygonMeasurer;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
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
    /** What one event's masks may be of work together: whoever waits for the stream waits for them. */
    static final long MAX_WORK = ContourMeasurer.MAX_ROWS_PASSED;
    /** The same for measure polygon, which repairs what crosses itself: as many take some 1 to 2 s. */
    static final long MAX_CROSSINGS = 10 * PolygonMeasurer.MAX_CROSSINGS;
    /** The same holds for the classes of one image: its vector is sorted by them. */
    static final int MAX_CLASSES = 10_000;

    private final InstanceScorer scorer;

    public EventScorer(InstanceScorer scorer) {
        this.scorer = scorer;
    }

    /**
     * Scores every instance of an event.
     *
     * @throws RejectedException if a mask cannot be measured, if all together are more than the work of {@link
     *     ContourMeasurer#MAX_ROWS_PASSED} rows, of {@link PolygonMeasurer#MAX_PAIRS} pairs of edges or of ten times {@link
     *     PolygonMeasurer#MAX_CROSSINGS}, or if they are of more than 10,000 classes; none of the event is then used
     */
    public ScoredEvent score(AnnotationEvent event) {
        try {
            if (event instanceof AnnotationUpserted upsert) {
                ScoredInstance instance = scorer.scoreAndOutline(upsert.image(), upsert.annotation());
                Image picture = upsert.image().bounded();
                return new InstanceScored(upsert.dataset(), upsert.imageId(), upsert.version(), instance, picture);
            }
            if (event instanceof ImageReplaced replacement) {
                requireDoable(replacement);
                requireComparable(replacement.annotations());
                long before = scorer.crossings();
                List<ScoredInstance> instances =
                        new ArrayList<>(replacement.annotations().size());
                for (Annotation annotation : replacement.annotations()) {
                    instances.add(scorer.scoreAndOutline(replacement.image(), annotation));
                    requireRepairable(scorer.crossings() - before);
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

    private void requireComparable(List<Annotation> annotations) {
        double pairs = 0;
        for (Annotation annotation : annotations) {
            pairs += scorer.pairs(annotation);
        }
        if (pairs > PolygonMeasurer.MAX_PAIRS) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    "more than " + PolygonMeasurer.MAX_PAIRS + " pairs of edges of all annotations may cross; send "
                            + "annotation.upserted events, or use measure contour");
        }
    }

    private static void requireRepairable(long crossings) {
        if (crossings > MAX_CROSSINGS) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    "all annotations together cross themselves more than " + MAX_CROSSINGS
                            + " times; send annotation.upserted events, or use measure contour");
        }
    }

    /**
     * Checks what any measure costs.
     *
     * @throws RejectedException if the edges and runs of all annotations pass more than {@link
     *     ContourMeasurer#MAX_ROWS_PASSED} rows of pixels, or if they are of more than 10,000 classes
     */
    public static void requireDoable(ImageReplaced replacement) {
        Image image = replacement.image();
        List<Annotation> annotations = replacement.annotations();
        if (annotations.size() > MAX_CLASSES) {
            long classes =
                    annotations.stream().map(Annotation::category).distinct().count();
            if (classes > MAX_CLASSES) {
                throw new RejectedException(
                        Reason.IMAGE_TOO_WIDE,
                        "annotations are of " + classes + " categories; at most " + MAX_CLASSES
                                + " are taken of one image");
            }
        }
        double work = 0;
        for (Annotation annotation : annotations) {
            work += ContourMeasurer.work(annotation.segmentation(), image.width(), image.height());
        }
        if (work > MAX_WORK) {
            throw new RejectedException(
                    Reason.MASK_TOO_LARGE,
                    "the edges and runs of all annotations pass some " + (long) work + " rows of pixels; at most "
                            + MAX_WORK + " are drawn for one event; send annotation.upserted events");
        }
    }
}
