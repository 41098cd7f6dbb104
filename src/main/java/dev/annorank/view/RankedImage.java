package dev.annorank.view;

import dev.annorank.model.Ids;
import java.util.Comparator;
import java.util.List;

/**
 * One row of the ranking.
 *
 * @param image image id
 * @param rank as published, 1 is best
 * @param of ranked images when it was published
 * @param score as published
 * @param instances instances of the image
 * @param keptAt prune rates, as text, at which it is kept
 */
public record RankedImage(String image, int rank, int of, double score, int instances, List<String> keptAt) {
    /**
     * The order of the ranking. By percentile, not by rank: records published at different sizes of the dataset compare
     * by percentile only. Ties by id.
     */
    static final Comparator<RankedImage> BEST_FIRST =
            Comparator.comparingDouble(RankedImage::percentile).thenComparing(RankedImage::image, Ids.ORDER);

    /** rank / of, in (0, 1]. */
    public double percentile() {
        return (double) rank / of;
    }

    /** Where the image stands among {@code ranked} images by its percentile: its rank, if that is up to date. */
    public int rankAmong(int ranked) {
        return (int) Math.max(1, Math.round(percentile() * ranked));
    }
}
