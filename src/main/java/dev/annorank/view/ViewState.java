package dev.annorank.view;

import java.time.Instant;
import java.util.Optional;

/**
 * How a view stands to the topics it reads.
 *
 * @param phase what it does
 * @param behindRecords records that are in the topics and not yet read, as last asked
 * @param since when the phase began
 * @param lastEpochRead when the last epoch was read; empty if none was
 * @param words the same for a person
 */
public record ViewState(Phase phase, long behindRecords, Instant since, Optional<Instant> lastEpochRead, String words) {
    /** What a view does. */
    public enum Phase {
        /** Reads what was there when it began. */
        READING,
        /** Reads what comes. */
        LIVE,
        /** Waits for topics that do not exist yet. */
        WAITING,
        /** Gets no answer from the brokers, and shows what it knows. */
        UNREACHABLE,
        /** Has ended for good; the words say why. */
        FAILED
    }
}
