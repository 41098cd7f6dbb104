package dev.annorank.model;

import java.util.Arrays;
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
        long epoch) {
    public ImageRanking {
        if (rank < 0 || rank > of) {
            throw new IllegalArgumentException("rank is " + rank + " of " + of);
        }
    }

    /**
     * The vector as a ranking takes it. How many instances a class has is not published by image, and does not matter to
     * the ranking: it says 1 of each class.
     *
     * @throws IllegalArgumentException if a sum is negative or not finite
     */
    public ImageVector imageVector() {
        int[] counts = new int[vector.size()];
        Arrays.fill(counts, 1);
        return new ImageVector(
                vector.keySet().toArray(new String[0]),
                counts,
                vector.values().stream().mapToDouble(Double::doubleValue).toArray());
    }
}
