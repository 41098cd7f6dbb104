package dev.annorank.view;

import dev.annorank.model.RankingEpoch;

/**
 * An epoch whose own record has been read.
 *
 * @param epoch the record
 * @param timestamp the record's, in ms
 * @param formerEnd the timestamp of the last record of an epoch from before the numbers began anew; {@link Long#MIN_VALUE}
 *     where none was seen
 */
record Announced(RankingEpoch epoch, long timestamp, long formerEnd) {
    /**
     * How much later than its epoch's record a record may seem to be, because a clock was set back or another worker's is
     * slow. Well below the time that it takes to begin anew.
     */
    static final long SLACK_MS = 2_000;

    /**
     * Whether a record is this epoch's or an earlier one's. It belongs to the epoch it names; but if it is much later than
     * this one's record, the numbers have begun anew in between. A tombstone names none: it belongs to the first epoch whose
     * own record is not older, for all that is emitted at one tick bears that tick's time, an epoch's record comes with the
     * last of its ticks, and the next epoch begins at a later one.
     *
     * @param named whether the record names an epoch
     */
    boolean covers(boolean named, long itsEpoch, long itsTimestamp) {
        if (!named) {
            return itsTimestamp <= timestamp;
        }
        return itsTimestamp <= formerEnd || (itsEpoch <= epoch.epoch() && itsTimestamp <= timestamp + SLACK_MS);
    }
}
