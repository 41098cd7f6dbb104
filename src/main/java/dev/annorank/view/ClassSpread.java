package dev.annorank.view;

/**
 * How SI-SCS is spread over the instances of one class, to tell what is far above it: the mean, and the 99.5th percentile
 * from a histogram. Not for use by several threads.
 */
final class ClassSpread {
    /** Of fewer instances nothing is said. */
    static final int FEW = 30;

    private static final double PERCENTILE = 0.995;
    private static final double TIMES_MEAN = 2;

    private final long[] bins = new long[InstanceHistograms.siScsBins()];
    private long count;
    private double sum;

    void count(double siScs, boolean in) {
        int one = in ? 1 : -1;
        bins[InstanceHistograms.siScsBin(siScs)] += one;
        count += one;
        sum = count == 0 ? 0 : Math.max(0, sum + one * siScs);
    }

    boolean isEmpty() {
        return count == 0;
    }

    double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /**
     * What SI-SCS is far above the class: at least twice its mean, and not below the histogram bin that its 99.5th
     * percentile is in. Infinite where the class has fewer than {@value #FEW} instances.
     */
    double threshold() {
        if (count < FEW) {
            return Double.POSITIVE_INFINITY;
        }
        long below = (long) Math.ceil(PERCENTILE * count);
        int bin = 0;
        for (long seen = bins[0]; seen < below && bin + 1 < bins.length; seen += bins[bin]) {
            bin++;
        }
        return Math.max(TIMES_MEAN * mean(), InstanceHistograms.siScsEdge(bin));
    }
}
