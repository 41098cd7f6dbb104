package dev.annorank.stream;

import org.jspecify.annotations.Nullable;

/** What the score stage makes of one record. */
sealed interface ScoreResult {
    /** What is written to the topic that it goes to. */
    byte @Nullable [] value();

    /**
     * It could be scored.
     *
     * @param value the {@link dev.annorank.model.ScoredEvent} as it is written
     */
    record Scored(byte[] value) implements ScoreResult {}

    /**
     * It could not; why is in the record's headers.
     *
     * @param dataset the dataset the rejection is counted for
     * @param value the dead letter's value
     */
    record Rejected(String dataset, byte @Nullable [] value) implements ScoreResult {}
}
