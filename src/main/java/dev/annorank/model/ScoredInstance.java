package dev.annorank.model;

import org.jspecify.annotations.Nullable;

/**
 * One instance after scoring: its mask is gone, its measures stay, and an outline to draw it by.
 *
 * @param annotation annotation id, unique within its image
 * @param category class name
 * @param crowd whether it is a crowd; scored 0 unless settings include crowds
 * @param score measures of its mask
 * @param outline what was measured, simplified; null where there is nothing to draw: an empty mask, a crowd that is not
 *     scored, or a record of a version that did not keep it
 * @param selfCrossing whether a polygon of its segmentation crosses itself; false where that was not looked at
 */
public record ScoredInstance(
        String annotation,
        String category,
        boolean crowd,
        ShapeScore score,
        @Nullable Outline outline,
        boolean selfCrossing) {
    public ScoredInstance {
        Ids.requireId("annotation", annotation);
        Ids.requireId("class", category);
    }

    /** An instance of which only the measures are known. */
    public ScoredInstance(String annotation, String category, boolean crowd, ShapeScore score) {
        this(annotation, category, crowd, score, null, false);
    }
}
