package dev.annorank.topic;

/**
 * Which epochs' records the log of {@code ranking-epochs} still held when it was looked at. Their times tell: a dataset's newest
 * record is gone if it is of before the log's first or of after its last. Of several partitions the first and the last of all.
 *
 * @param firstMs the time of the oldest record, milliseconds since 1970; {@link Long#MAX_VALUE} if there is none
 * @param lastMs the time of the newest record; -1 if there is none
 * @param askedMs when the log was looked at
 */
public record EpochTimes(long firstMs, long lastMs, long askedMs) {
    /** As if nothing were gone. */
    public static final EpochTimes UNKNOWN = new EpochTimes(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);

    /**
     * Whether a record was in the log and is not any more.
     *
     * @param recordMs its time; 0 if that is not known, which is no loss. Nor is a record of after the log was looked at
     */
    public boolean haveLost(long recordMs) {
        return recordMs > 0 && recordMs < askedMs && (recordMs < firstMs || recordMs > lastMs);
    }
}
