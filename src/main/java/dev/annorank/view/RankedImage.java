package dev.annorank.view;

import java.util.List;

/**
 * One row of the exact ranking.
 *
 * @param image image id
 * @param rank 1 is best
 * @param percentile rank / ranked images, in (0, 1]
 * @param score sum of the class-balanced scores of its instances, above 0
 * @param instances instances of the image, those that score 0 included
 * @param keptAt prune rates, as text, at which it is kept
 */
public record RankedImage(String image, int rank, double percentile, double score, int instances, List<String> keptAt) {
    public RankedImage {
        keptAt = List.copyOf(keptAt);
    }
}
