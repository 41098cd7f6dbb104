package dev.annorank.format.tool;

import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import java.util.List;

/**
 * What a webhook's payload comes to.
 *
 * @param events what to send, in the payload's order; may be empty
 * @param skipped what the payload holds and no event carries; the first 100
 * @param skippedCount how many there are in all
 * @param notes remarks for whoever set up the webhook
 */
public record WebhookEvents(List<AnnotationEvent> events, List<Skipped> skipped, int skippedCount, List<String> notes) {
    /**
     * A part of the payload that is not used.
     *
     * @param what which part, for a person
     * @param why in words for whoever sent it
     */
    public record Skipped(String what, String why) {}

    public WebhookEvents {
        events = List.copyOf(events);
        skipped = List.copyOf(skipped);
        notes = List.copyOf(notes);
        if (skippedCount < skipped.size()) {
            throw new IllegalArgumentException("skippedCount is " + skippedCount + " of " + skipped.size() + " listed");
        }
    }

    /** How many instances the events carry. */
    public int instances() {
        int instances = 0;
        for (AnnotationEvent event : events) {
            instances += event instanceof ImageReplaced replaced
                    ? replaced.annotations().size()
                    : 0;
        }
        return instances;
    }
}
