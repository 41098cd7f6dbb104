package dev.annorank.model;

/**
 * One instance after scoring: its mask is gone, its measures stay.
 *
 * @param annotation annotation id, unique within its image
 * @param category class name
 * @param crowd whether it is a crowd; scored 0 unless settings include crowds
 * @param score measures of its mask
 */
public record ScoredInstance(String annotation, String category, boolean crowd, ShapeScore score) {
    public ScoredInstance {
        Ids.requireId("annotation", annotation);
        Ids.requireId("class", category);
    }
}
