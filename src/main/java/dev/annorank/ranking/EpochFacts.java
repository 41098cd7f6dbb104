package dev.annorank.ranking;

import java.util.List;

/**
 * A dataset at one epoch in figures. A dataset without instances has 0 in all of them.
 *
 * @param images images with at least one instance
 * @param ranked those of them that score above 0
 * @param instances annotations, those that score 0 included
 * @param classes classes with at least one instance
 * @param balance how evenly the instances are spread over the classes
 * @param meanSiScs sum of all S_c / {@code instances}; instances that score 0 count
 * @param rates one entry a prune rate of the policy, in its order
 */
public record EpochFacts(
        int images,
        int ranked,
        long instances,
        int classes,
        ClassBalance balance,
        double meanSiScs,
        List<RateFacts> rates) {
    public EpochFacts {
        rates = List.copyOf(rates);
    }

    /**
     * The kept set at one prune rate, against that of the previous epoch.
     *
     * @param pruneRate the rate
     * @param kept how many images are kept
     * @param cutoffScore score of the last one kept; NaN if none is
     * @param entered kept now and not before
     * @param left kept before and not now, images that are gone included
     * @param jaccard images kept both times / images kept at least once; 1 if there are none
     */
    public record RateFacts(double pruneRate, int kept, double cutoffScore, int entered, int left, double jaccard) {
        static RateFacts of(double pruneRate, Ranking ranking, int entered, int left) {
            int kept = ranking.keptCount(pruneRate);
            long union = (long) kept + left;
            double jaccard = union == 0 ? 1 : (double) (kept - entered) / union;
            return new RateFacts(pruneRate, kept, ranking.cutoffScore(pruneRate), entered, left, jaccard);
        }
    }

    static EpochFacts of(Ranking ranking, List<ClassTotal> totals, List<RateFacts> rates) {
        long instances = 0;
        long[] perClass = new long[totals.size()];
        double[] sums = new double[totals.size()];
        for (int i = 0; i < perClass.length; i++) {
            perClass[i] = totals.get(i).instances();
            sums[i] = totals.get(i).sumSiScs();
            instances += perClass[i];
        }
        double mean = instances == 0 ? 0 : RoundedSum.of(sums, sums.length) / instances;
        int images = ranking.ranked() + ranking.unranked();
        return new EpochFacts(
                images, ranking.ranked(), instances, perClass.length, ClassBalance.of(perClass), mean, rates);
    }
}
