package dev.annorank.stream;

import dev.annorank.model.ScoredEvent;
import org.jspecify.annotations.Nullable;

/** What the score stage makes of one record. */
sealed interface ScoreResult {
    /** It could be scored. */
    record Scored(ScoredEvent event) implements ScoreResult {}

    /**
     * It could not; why is in the record's headers.
     *
     * @param dataset the dataset the rejection is counted for
     * @param value the dead letter's value
     */
    record Rejected(String dataset, byte @Nullable [] value) implements ScoreResult {}
}
