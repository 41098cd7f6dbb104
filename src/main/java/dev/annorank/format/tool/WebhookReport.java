package dev.annorank.format.tool;

import dev.annorank.format.tool.WebhookEvents.Skipped;
import dev.annorank.json.Errors;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers {@link WebhookEvents}, and keeps what is told of a payload short however long the payload is. */
final class WebhookReport {
    private static final int MAX_LISTED = 100;
    private static final int MAX_TYPES = 20;
    private static final int MAX_NOTES = 20;
    private static final int SHOWN = 60;

    private final List<AnnotationEvent> events = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final Map<String, Integer> unsupported = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private int skippedCount;
    private int moreNotes;

    void event(AnnotationEvent event) {
        events.add(event);
    }

    void skip(String what, String why) {
        skippedCount++;
        if (skipped.size() < MAX_LISTED) {
            skipped.add(new Skipped(what, why));
        }
    }

    /** What is left out, and why. */
    void skip(String what, RejectedException problem) {
        skip(what, problem.reason().code() + ": " + problem.getMessage());
    }

    /** Counts something drawn that is of a type not read. */
    void unsupported(String type) {
        skippedCount++;
        String shown = Errors.shown(type, SHOWN);
        boolean known = unsupported.containsKey(shown) || unsupported.size() < MAX_TYPES;
        unsupported.merge(known ? shown : "(other types)", 1, Integer::sum);
    }

    void note(String note) {
        if (notes.size() < MAX_NOTES) {
            notes.add(note);
        } else {
            moreNotes++;
        }
    }

    /** Whether nothing is said so far. */
    boolean isEmpty() {
        return events.isEmpty() && skippedCount == 0 && notes.isEmpty();
    }

    /** @param supported what would have been used instead, as {@code polygonlabels and brushlabels} */
    WebhookEvents build(String supported) {
        List<Skipped> all = new ArrayList<>();
        unsupported.forEach((type, count) ->
                all.add(new Skipped(count + " of type " + type, "not supported; only " + supported + " are used")));
        all.addAll(skipped.subList(0, Math.min(skipped.size(), MAX_LISTED - all.size())));
        List<String> said = new ArrayList<>(notes);
        if (moreNotes > 0) {
            said.add("and " + moreNotes + " notes more");
        }
        return new WebhookEvents(events, all, skippedCount, said);
    }
}
