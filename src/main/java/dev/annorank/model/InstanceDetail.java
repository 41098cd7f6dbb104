package dev.annorank.model;

import org.jspecify.annotations.Nullable;

/**
 * One instance as it is now: a value of the public topic of instances, keyed by dataset, image and annotation.
 *
 * @param dataset dataset name
 * @param image its image: id, size in px, and where the picture is if an event said so
 * @param instance its class, its measures and its outline
 */
public record InstanceDetail(String dataset, Image image, ScoredInstance instance) {
    public InstanceDetail {
        Ids.requireDataset(dataset);
    }

    /** The same from measures that came without an outline. */
    public InstanceDetail(
            String dataset, Image image, ScoredInstance measures, @Nullable Outline outline, boolean selfCrossing) {
        this(
                dataset,
                image,
                new ScoredInstance(
                        measures.annotation(),
                        measures.category(),
                        measures.crowd(),
                        measures.score(),
                        outline,
                        selfCrossing));
    }

    /** Its simplified outline, bounded in size; null where the mask has none. */
    public @Nullable Outline outline() {
        return instance.outline();
    }

    /** Whether a polygon of its segmentation crosses itself; false for run lengths. */
    public boolean selfCrossing() {
        return instance.selfCrossing();
    }
}
