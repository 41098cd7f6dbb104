package dev.annorank.ranking;

/**
 * What a dataset holds of one class. Crowds and instances without a shape count as instances with SI-SCS 0.
 *
 * @param name the class
 * @param instances annotations of the class, at least 1
 * @param images images with at least one of them, at least 1
 * @param sumSiScs S_c: the correctly rounded sum of the images' a(i,c); 0 where no instance has a shape
 * @param mean {@code sumSiScs / instances}
 * @param share {@code instances} / all instances of the dataset, in (0, 1]
 */
public record ClassTotal(String name, long instances, int images, double sumSiScs, double mean, double share) {
    public ClassTotal {
        if (instances < 1 || images < 1 || images > instances) {
            throw new IllegalArgumentException(
                    "class " + name + " has " + instances + " instances in " + images + " images");
        }
        if (!(sumSiScs >= 0) || Double.isInfinite(sumSiScs)) {
            throw new IllegalArgumentException("sumSiScs of class " + name + " is " + sumSiScs);
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share of class " + name + " is " + share);
        }
    }
}
