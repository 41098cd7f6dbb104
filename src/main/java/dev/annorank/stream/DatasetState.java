package dev.annorank.stream;

import dev.annorank.model.EventCounts;

/**
 * What the rank stage remembers of a dataset besides its images.
 *
 * @param epoch the last epoch begun, 0 if none
 * @param totals all events ever
 * @param pending those of them that no epoch has reported yet
 * @param pruneRates the prune rates of all kept sets that are published, as text; no rates' text while they may differ
 */
record DatasetState(long epoch, EventCounts totals, EventCounts pending, String pruneRates) {
    static final DatasetState NEW = new DatasetState(0, EventCounts.NONE, EventCounts.NONE, "");

    /** Equals no rates' text: some kept sets are of the former rates, some of the new ones. */
    private static final String MIXED = "mixed";

    DatasetState plus(EventCounts counts) {
        return new DatasetState(epoch, totals.plus(counts), pending.plus(counts), pruneRates);
    }

    /** Until an epoch of other rates is published whole, an image that it has not come to shows the former ones. */
    DatasetState nextEpoch(String rates) {
        boolean mixed = epoch > 0 && !rates.equals(pruneRates);
        return new DatasetState(epoch + 1, totals, pending, mixed ? MIXED : rates);
    }

    /** After the record of an epoch that reports these. Not before: an epoch that a crash cuts short has no record. */
    DatasetState reported(EventCounts counts, String rates) {
        return new DatasetState(epoch, totals, pending.minus(counts), rates);
    }
}
