package dev.annorank.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;

/**
 * What is published of one image: where it stands, and the vector from which anyone can recompute that.
 *
 * @param dataset dataset name
 * @param image image id
 * @param rank 1 is the highest score; 0 (null in JSON) for an image that scores 0
 * @param of number of ranked images
 * @param percentile rank / of, in (0, 1]; 0 (null in JSON) for an image that scores 0
 * @param score sum of the class-balanced scores of its instances as of the epoch
 * @param kept for each configured prune rate, as text, whether the image is kept; false for an image that scores 0
 * @param instances instances of the image, those that score 0 included
 * @param vector a(i,c): sum of SI-SCS by class, classes with a sum above 0 only
 * @param counts instances by class, those that score 0 included; empty in a record of a version that did not keep them,
 *     else with every class of {@code vector}
 * @param epoch the ranking this is taken from
 */
public record ImageRanking(
        String dataset,
        String image,
        int rank,
        int of,
        double percentile,
        double score,
        SortedMap<String, Boolean> kept,
        int instances,
        SortedMap<String, Double> vector,
        SortedMap<String, Integer> counts,
        long epoch) {
    public ImageRanking {
        if (rank < 0 || rank > of) {
            throw new IllegalArgumentException("rank is " + rank + " of " + of);
        }
        if (!counts.isEmpty() && !counts.keySet().containsAll(vector.keySet())) {
            throw new IllegalArgumentException(
                    "counts are of " + counts.keySet() + ", the vector is of " + vector.keySet());
        }
    }

    /** One of which the number of instances of each class is not known. */
    public ImageRanking(
            String dataset,
            String image,
            int rank,
            int of,
            double percentile,
            double score,
            SortedMap<String, Boolean> kept,
            int instances,
            SortedMap<String, Double> vector,
            long epoch) {
        this(dataset, image, rank, of, percentile, score, kept, instances, vector, Collections.emptySortedMap(), epoch);
    }

    /**
     * The vector as a ranking takes it. Where counts are not known it says 1 of each class with a sum above 0, which the
     * ranking does not mind.
     *
     * @throws IllegalArgumentException if a sum is negative or not finite, or a count is below 1
     */
    public ImageVector imageVector() {
        boolean counted = !counts.isEmpty();
        Collection<String> names = counted ? counts.keySet() : vector.keySet();
        int[] instancesOf = new int[names.size()];
        double[] sums = new double[names.size()];
        int i = 0;
        for (String name : names) {
            instancesOf[i] = counted ? counts.get(name) : 1;
            sums[i] = vector.getOrDefault(name, 0.0);
            i++;
        }
        return new ImageVector(names.toArray(new String[0]), instancesOf, sums);
    }
}
