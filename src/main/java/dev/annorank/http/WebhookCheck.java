package dev.annorank.http;

import dev.annorank.format.tool.WebhookEvents;
import dev.annorank.format.tool.WebhookEvents.Skipped;
import dev.annorank.json.Errors;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.RejectedException;
import dev.annorank.score.EventScorer;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.InstanceTally;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the instances of a webhook's events with the scorer that the topology has: one that it would reject is left out,
 * and the rest of its image is sent; how many score 0 and why, and whether masks reach far outside their images, becomes
 * part of the answer. Of long payloads the first {@value #MAX_SCORED} instances are looked at. For one payload.
 */
final class WebhookCheck {
    /** A second or two of work. */
    private static final int MAX_SCORED = 10_000;

    private static final int MAX_LISTED = 100;
    private static final int MAX_NOTES = 20;
    private static final int SHOWN = 60;

    private final InstanceScorer scorer;
    private final InstanceTally tally = new InstanceTally();
    private final List<AnnotationEvent> events = new ArrayList<>();
    private final List<Skipped> skipped;
    private final List<String> notes;
    private int skippedCount;
    private int scored;

    private WebhookCheck(WebhookEvents converted, InstanceScorer scorer) {
        this.scorer = scorer;
        this.skipped = new ArrayList<>(converted.skipped());
        this.notes = new ArrayList<>(converted.notes());
        this.skippedCount = converted.skippedCount();
    }

    /** The events that the topology would take, with what there is to say of them. */
    static WebhookEvents check(WebhookEvents converted, InstanceScorer scorer) {
        WebhookCheck check = new WebhookCheck(converted, scorer);
        for (AnnotationEvent event : converted.events()) {
            if (event instanceof ImageReplaced replaced) {
                check.add(replaced);
            } else {
                check.events.add(event);
            }
        }
        check.note(check.tally.unscored().words());
        check.note(check.tally.farWords(id -> Errors.shown(id, SHOWN)));
        return new WebhookEvents(check.events, check.skipped, check.skippedCount, check.notes);
    }

    private void add(ImageReplaced event) {
        try {
            EventScorer.requireDoable(event);
        } catch (RejectedException e) {
            skip("image " + Errors.shown(event.imageId(), SHOWN), e);
            stays(event);
            return;
        }
        List<Annotation> good = new ArrayList<>(event.annotations().size());
        for (Annotation annotation : event.annotations()) {
            if (isGood(event, annotation)) {
                good.add(annotation);
            }
        }
        if (good.isEmpty() && !event.annotations().isEmpty()) {
            stays(event);
        } else {
            events.add(new ImageReplaced(event.dataset(), event.version(), event.image(), good));
        }
    }

    private boolean isGood(ImageReplaced event, Annotation annotation) {
        if (scored == MAX_SCORED) {
            return true;
        }
        scored++;
        try {
            tally.add(event.image(), annotation, scorer.score(event.image(), annotation));
            return true;
        } catch (RejectedException e) {
            skip(
                    "annotation " + Errors.shown(annotation.id(), SHOWN) + " of image "
                            + Errors.shown(event.imageId(), SHOWN),
                    e);
            return false;
        }
    }

    private void skip(String what, RejectedException why) {
        skippedCount++;
        if (skipped.size() == MAX_LISTED) {
            skipped.remove(0);
        }
        skipped.add(
                new Skipped(what, why.reason().code() + ": " + Errors.shown(String.valueOf(why.getMessage()), 300)));
    }

    private void stays(ImageReplaced event) {
        if (notes.size() < MAX_NOTES) {
            notes.add("Image " + Errors.shown(event.imageId(), SHOWN)
                    + " stays as it was: none of its instances can be used.");
        }
    }

    private void note(String words) {
        if (!words.isEmpty()) {
            notes.add(words + ".");
        }
    }
}
