package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.Reason;

/**
 * Hears what the data path does in this process, to be counted. Called by the topology's threads, several at a time, on
 * the path of every event: it must be quick and must not throw. What a transaction takes back is told again.
 */
public interface PipelineListener {
    /** Hears nothing. */
    PipelineListener NONE = new PipelineListener() {};

    /** An event could be scored; {@code dataset} is what it names. */
    default void scored(String dataset) {}

    /** An event went to the dead letters; {@code dataset} is what it is counted for. */
    default void rejected(String dataset, Reason reason) {}

    /** What became of one event, as the dataset's epochs count it. */
    default void counted(String dataset, EventCounts counts) {}

    /**
     * An epoch is published whole.
     *
     * @param lagMs milliseconds since the oldest event that it is the first to reflect was scored; from the epoch's
     *     beginning where that event came before this process took the dataset over. Never negative
     */
    default void published(RankingEpoch epoch, long lagMs) {}
}
