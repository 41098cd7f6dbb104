package dev.annorank.stream;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import org.jspecify.annotations.Nullable;

/** What the rank stage emits; the record's key says for what. */
sealed interface RankResult {
    /** Where an image stands; null if it is gone. */
    record OfImage(@Nullable ImageRanking ranking) implements RankResult {}

    /** What there is of a class; null if nothing is left. */
    record OfClass(@Nullable ClassTotals totals) implements RankResult {}

    /**
     * The end of an epoch.
     *
     * @param oldestMs when the oldest event behind it was scored, milliseconds since 1970
     */
    record OfEpoch(RankingEpoch epoch, long oldestMs) implements RankResult {}
}
