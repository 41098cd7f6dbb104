package dev.annorank.model;

/**
 * One labeled instance of an image.
 *
 * @param id unique within its image
 * @param category the class, a name or an id, as text
 * @param segmentation its mask
 * @param crowd whether it stands for a group ({@code iscrowd}); such an instance scores 0
 */
public record Annotation(String id, String category, Segmentation segmentation, boolean crowd) {
    public Annotation {
        Ids.requireId("annotation.id", id);
        Ids.requireId("annotation.category", category);
    }
}
