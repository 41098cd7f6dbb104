package dev.annorank.intake;

import dev.annorank.format.LabeledInstance;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.score.EventScorer;
import dev.annorank.topic.EventWriter;

/** Whether a worker with the same settings would take an event for its size. */
public final class LoadCheck {
    /** The most that one value takes in JSON: a double with sign, point and exponent, and a comma. */
    private static final long VALUE_BYTES = 26;
    /** The most that ids, names and addresses take, each of them bounded, with all else of an event. */
    private static final long OTHER_BYTES = 64 * 1024;

    private final int maxEventBytes;

    public LoadCheck(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** Throws {@link RejectedException} if {@code event}, which is one of an instance that can be scored, is too long. */
    public void require(LabeledInstance instance, AnnotationEvent event) {
        // Few come near the limit; only those are written to see.
        if (OTHER_BYTES + VALUE_BYTES * instance.annotation().segmentation().values() > maxEventBytes) {
            require(event);
        }
    }

    /** Throws {@link RejectedException} if the event cannot be scored as a whole, cannot be written or is too long. */
    public void require(AnnotationEvent event) {
        if (event instanceof ImageReplaced replacement) {
            EventScorer.requireDoable(replacement);
        }
        int length = EventWriter.value(event).length;
        if (length > maxEventBytes) {
            throw new RejectedException(
                    Reason.RECORD_TOO_LARGE,
                    "its event has " + length + " bytes; event.max.bytes allows " + maxEventBytes
                            + "; raise it here and for the workers");
        }
    }
}
