package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import java.time.Duration;

/**
 * What the rank stage remembers of a dataset besides its images.
 *
 * @param epoch the last epoch begun, 0 if none
 * @param totals all events ever
 * @param pending those of them that no epoch has reported yet
 * @param pruneRates the prune rates of all kept sets that are published, as text; no rates' text while they may differ
 * @param recordMs the time that the newest published record bears, milliseconds since 1970; 0 if that is not known
 */
record DatasetState(long epoch, EventCounts totals, EventCounts pending, String pruneRates, long recordMs) {
    static final DatasetState NEW = new DatasetState(0, EventCounts.NONE, EventCounts.NONE, "", 0);

    /** Equals no rates' text: some kept sets are of the former rates, some of the new ones. */
    private static final String MIXED = "mixed";

    /**
     * A time that is further ahead is of a clock that was wrong. It must not be held on to: brokers refuse records that are
     * an hour ahead of them.
     */
    private static final long MAX_AHEAD_MS = Duration.ofMinutes(30).toMillis();

    DatasetState plus(EventCounts counts) {
        return new DatasetState(epoch, totals.plus(counts), pending.plus(counts), pruneRates, recordMs);
    }

    /**
     * Until an epoch of other rates is published whole, an image that it has not come to shows the former ones. Its records
     * are later than those of the epoch before, also where another worker's clock was ahead of this one's: that is how
     * readers tell which epoch took an image out.
     */
    DatasetState nextEpoch(String rates, long nowMs) {
        boolean mixed = epoch > 0 && !rates.equals(pruneRates);
        return new DatasetState(epoch + 1, totals, pending, mixed ? MIXED : rates, notBefore(recordMs + 1, nowMs));
    }

    /** Before more of an epoch is published. */
    DatasetState at(long nowMs) {
        return new DatasetState(epoch, totals, pending, pruneRates, notBefore(recordMs, nowMs));
    }

    /** After the record of an epoch that reports these. Not before: an epoch that a crash cuts short has no record. */
    DatasetState reported(EventCounts counts, String rates) {
        return new DatasetState(epoch, totals, pending.minus(counts), rates, recordMs);
    }

    private static long notBefore(long leastMs, long nowMs) {
        return leastMs - nowMs > MAX_AHEAD_MS ? nowMs : Math.max(leastMs, nowMs);
    }
}
