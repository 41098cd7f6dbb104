package dev.annorank.model;

import java.util.Arrays;

/**
 * What the ranking needs of one image: for each class it holds instances of, how many, and the exact sum of their
 * SI-SCS, rounded once. Parallel arrays, shared, not copied; classes are distinct and in no particular order.
 *
 * @param classes class names, one entry a class with at least one instance
 * @param counts instances of the class in this image, at least 1
 * @param sums a(i,c): sum of SI-SCS of those instances; 0 where none of them has a shape
 */
public record ImageVector(String[] classes, int[] counts, double[] sums) {
    /** An image without instances. */
    public static final ImageVector EMPTY = new ImageVector(new String[0], new int[0], new double[0]);

    public ImageVector {
        if (classes.length != counts.length || classes.length != sums.length) {
            throw new IllegalArgumentException(
                    "lengths differ: " + classes.length + ", " + counts.length + ", " + sums.length);
        }
        for (int i = 0; i < classes.length; i++) {
            if (counts[i] < 1) {
                throw new IllegalArgumentException("count of class " + classes[i] + " is " + counts[i]);
            }
            if (!(sums[i] >= 0) || Double.isInfinite(sums[i])) {
                throw new IllegalArgumentException("sum of class " + classes[i] + " is " + sums[i]);
            }
        }
    }

    /** Number of classes. */
    public int size() {
        return classes.length;
    }

    public boolean isEmpty() {
        return classes.length == 0;
    }

    /** Instances of all classes. */
    public int instances() {
        int total = 0;
        for (int count : counts) {
            total += count;
        }
        return total;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageVector that
                && Arrays.equals(classes, that.classes)
                && Arrays.equals(counts, that.counts)
                && Arrays.equals(sums, that.sums);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(classes) + Arrays.hashCode(counts)) + Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < classes.length; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(classes[i])
                    .append(": ")
                    .append(counts[i])
                    .append(" x ")
                    .append(sums[i]);
        }
        return text.append('}').toString();
    }
}
