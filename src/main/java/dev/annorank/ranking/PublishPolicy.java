package dev.annorank.ranking;

import dev.annorank.model.PruneRate;
import java.util.Arrays;

/**
 * When a changed ranking is worth telling.
 *
 * @param tolerance how far an image's published percentile may be from the exact one, in [0, 1); at 0 every change of
 *     percentile or rank is told
 * @param pruneRates rates in (0, 1) at which the kept sets are kept exact: ascending, distinct, at most {@value PruneRate#MAX_CONFIGURED};
 *     may be empty. Bit j of a kept mask stands for {@code pruneRates[j]}. Shared, not copied
 */
public record PublishPolicy(double tolerance, double[] pruneRates) {
    public PublishPolicy {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + "; it must be at least 0 and below 1");
        }
        if (pruneRates.length > PruneRate.MAX_CONFIGURED) {
            throw new IllegalArgumentException(
                    "pruneRates has " + pruneRates.length + " rates; it may have at most " + PruneRate.MAX_CONFIGURED);
        }
        for (int j = 0; j < pruneRates.length; j++) {
            if (!(pruneRates[j] > 0 && pruneRates[j] < 1)) {
                throw new IllegalArgumentException(
                        "pruneRates holds " + pruneRates[j] + "; a rate must be above 0 and below 1");
            }
            if (j > 0 && pruneRates[j] <= pruneRates[j - 1]) {
                throw new IllegalArgumentException("pruneRates holds " + pruneRates[j] + " after " + pruneRates[j - 1]
                        + "; rates must ascend and differ");
            }
        }
    }

    /** How many of {@code ranked} images are kept at each rate. Falls from rate to rate, or stays. */
    int[] keptCounts(int ranked) {
        int[] counts = new int[pruneRates.length];
        for (int j = 0; j < counts.length; j++) {
            counts[j] = Ranking.keptCount(ranked, pruneRates[j]);
        }
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublishPolicy that
                && Double.compare(tolerance, that.tolerance) == 0
                && Arrays.equals(pruneRates, that.pruneRates);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(tolerance) + Arrays.hashCode(pruneRates);
    }

    @Override
    public String toString() {
        return "tolerance " + tolerance + ", prune rates " + Arrays.toString(pruneRates);
    }
}
