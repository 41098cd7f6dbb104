package dev.annorank.model;

import org.jspecify.annotations.Nullable;

/**
 * One instance as it is now: a value of the public topic of instances, keyed by dataset, image and annotation.
 *
 * @param dataset dataset name
 * @param image its image: id, size in px, and where the picture is if an event said so
 * @param instance its class and measures
 * @param outline its simplified outline, bounded in size; null where the mask has none
 * @param selfCrossing whether a polygon of its segmentation crosses itself; false for run lengths
 */
public record InstanceDetail(
        String dataset,
        Image image,
        ScoredInstance instance,
        @Nullable Outline outline,
        boolean selfCrossing) {
    public InstanceDetail {
        Ids.requireDataset(dataset);
    }
}
