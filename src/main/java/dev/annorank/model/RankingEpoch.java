package dev.annorank.model;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The summary of one ranking of a dataset. Epochs of a dataset count from 1; the record is published after the last
 * image of the epoch.
 *
 * @param at when the ranking was computed
 * @param images images with at least one instance
 * @param ranked images with a score above 0
 * @param events events since the previous epoch
 * @param totals events since the dataset began
 * @param siScsMean mean SI-SCS of all instances, 0 where there is none
 * @param prune by prune rate, as text
 * @param published records of {@code image-ranking} this epoch emitted, deletions included
 * @param tookMs milliseconds from the start of the computation to the last emitted record
 */
public record RankingEpoch(
        String dataset,
        long epoch,
        Instant at,
        int images,
        int ranked,
        long instances,
        int classes,
        EventCounts events,
        EventCounts totals,
        Imbalance imbalance,
        double siScsMean,
        SortedMap<String, Pruning> prune,
        long published,
        long tookMs) {

    /**
     * How unequal the classes are.
     *
     * @param gini Gini coefficient of instances per class, 0 (equal) to 1
     * @param effectiveClasses exp of the entropy of instances per class, 1 to the number of classes
     * @param maxMinRatio instances of the largest class / of the smallest
     */
    public record Imbalance(double gini, double effectiveClasses, double maxMinRatio) {}

    /**
     * The kept set at one prune rate.
     *
     * @param cutoffScore score of the last kept image; null where none is kept
     * @param entered images kept now and not in the previous epoch
     * @param left images kept in the previous epoch and not now
     * @param jaccard likeness to the previous epoch's kept set, 0 to 1; 1 where both are empty
     */
    public record Pruning(int kept, @Nullable Double cutoffScore, int entered, int left, double jaccard) {}
}
