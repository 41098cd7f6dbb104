package dev.annorank.stream;

import dev.annorank.model.EventCounts;

/**
 * What the rank stage remembers of a dataset besides its images.
 *
 * @param epoch the last epoch begun, 0 if none
 * @param totals all events ever
 * @param pending those of them that no epoch has reported yet
 * @param pruneRates the prune rates of the kept sets published last, as text
 */
record DatasetState(long epoch, EventCounts totals, EventCounts pending, String pruneRates) {
    static final DatasetState NEW = new DatasetState(0, EventCounts.NONE, EventCounts.NONE, "");

    DatasetState plus(EventCounts counts) {
        return new DatasetState(epoch, totals.plus(counts), pending.plus(counts), pruneRates);
    }

    DatasetState nextEpoch(String rates) {
        return new DatasetState(epoch + 1, totals, pending, rates);
    }

    /** After the record of an epoch that reports these. Not before: an epoch that a crash cuts short has no record. */
    DatasetState reported(EventCounts counts) {
        return new DatasetState(epoch, totals, pending.minus(counts), pruneRates);
    }
}
