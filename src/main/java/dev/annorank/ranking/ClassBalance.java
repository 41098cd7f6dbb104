package dev.annorank.ranking;

import java.util.Arrays;

/**
 * How evenly instances are spread over classes. All 0 for no classes.
 *
 * @param gini Gini coefficient of the instances per class, in [0, 1): 0 when all classes have the same number, near 1 when
 *     one of many classes has nearly all. With x ascending: 2 sum(i x_i) / (k sum(x)) - (k + 1) / k
 * @param effectiveClasses exp of the Shannon entropy (in nats) of the classes' shares, from 1 to the number of classes: so
 *     many equally large classes would be as diverse (Hill number of order 1)
 * @param maxMinRatio instances of the largest class / those of the smallest, at least 1
 */
public record ClassBalance(double gini, double effectiveClasses, double maxMinRatio) {

    /** The balance of classes with these numbers of instances, each at least 1; their order does not matter. */
    public static ClassBalance of(long... instances) {
        if (instances.length == 0) {
            return new ClassBalance(0, 0, 0);
        }
        long[] sorted = instances.clone();
        Arrays.sort(sorted);
        if (sorted[0] < 1) {
            throw new IllegalArgumentException("a class has " + sorted[0] + " instances; it must have at least 1");
        }
        int classes = sorted.length;
        long all = 0;
        for (long count : sorted) {
            all += count;
        }
        // Each weight is i - (k + 1) / 2, doubled to stay whole; summed from both ends, so equal classes give exactly
        // 0.
        double weighted = 0;
        for (int low = 0, high = classes - 1; low < high; low++, high--) {
            weighted += (double) (high - low) * (sorted[high] - sorted[low]);
        }
        double entropy = 0;
        for (long count : sorted) {
            // StrictMath: the same bits on every machine.
            double share = (double) count / all;
            entropy -= share * StrictMath.log(share);
        }
        double effective = Math.min(classes, Math.max(1, StrictMath.exp(entropy)));
        return new ClassBalance(
                weighted / ((double) classes * all), effective, (double) sorted[classes - 1] / sorted[0]);
    }
}
