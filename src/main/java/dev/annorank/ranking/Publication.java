package dev.annorank.ranking;

import dev.annorank.model.ImageVector;

/**
 * One image as an epoch tells it.
 *
 * @param image its id
 * @param rank from 1 to {@code of}; 0 if the image is unranked, that is, scores 0
 * @param of how many images are ranked
 * @param percentile {@code rank / of} in (0, 1]; 0 if unranked, which is no percentile: see {@link #isRanked()}
 * @param score above 0; 0 if unranked
 * @param keptMask bit j set where the image is kept at prune rate j of the policy; 0 if unranked
 * @param vector what it holds; never empty
 */
public record Publication(
        String image, int rank, int of, double percentile, double score, int keptMask, ImageVector vector) {

    /** Whether the image scores above 0 and so has a rank and a percentile. */
    public boolean isRanked() {
        return rank > 0;
    }

    /** Whether the image is kept at the policy's prune rate number {@code rate}. */
    public boolean isKept(int rate) {
        return (keptMask >>> rate & 1) != 0;
    }

    /** Its annotations, those that score 0 included; at least 1. */
    public int instances() {
        return vector.instances();
    }

    /** What to remember of it in order to {@linkplain EpochPlanner#restore restore} a planner. */
    public Published published() {
        return new Published(rank, of, keptMask, false);
    }
}
