package dev.annorank.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What pruning at one rate would leave of a dataset.
 *
 * @param pruneRate in [0, 1]
 * @param kept images kept
 * @param dropped ranked images that are not
 * @param unranked images that score 0; they are neither
 * @param cutoffScore score of the last kept image; NaN where none is kept
 * @param classes every class, most instances first, ties by name
 * @param turnover how the kept set changed lately; empty while nothing is known to compare with
 */
public record PruneFacts(
        double pruneRate,
        int kept,
        int dropped,
        int unranked,
        double cutoffScore,
        List<KeptClass> classes,
        Optional<Turnover> turnover) {
    public PruneFacts {
        classes = List.copyOf(classes);
    }

    /**
     * A class before and after.
     *
     * @param instances in the dataset
     * @param keptInstances in kept images
     * @param share of the dataset's instances, 0 to 1
     * @param keptShare of the kept images' instances, 0 to 1
     */
    public record KeptClass(String category, long instances, long keptInstances, double share, double keptShare) {}

    /**
     * The kept set against that of an earlier epoch at the same rate: what to expect of a like time to come.
     *
     * @param sinceEpoch the earlier epoch
     * @param since when it was
     * @param entered images kept now and not then
     * @param left images kept then and not now
     * @param jaccard likeness of both sets, 0 to 1
     */
    public record Turnover(long sinceEpoch, Instant since, int entered, int left, double jaccard) {}
}
