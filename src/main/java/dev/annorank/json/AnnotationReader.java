package dev.annorank.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.model.Annotation;
import dev.annorank.model.Segmentation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one COCO annotation object after the other from a streaming parser, coordinates straight into primitive arrays.
 * Used fields are {@code id}, {@code category} or else {@code category_id}, {@code segmentation}, {@code iscrowd} and
 * {@code image_id}, in any order; null counts as absent, a field given twice is wrong, all others are skipped.
 *
 * <p>A wrong field does not stop the reading: the accessors report it, so that an event that needs only the id of a
 * broken annotation (to delete it) still works, and a file can be read on behind it. For one thread; an object read is
 * forgotten at the next {@link #read}.
 */
public final class AnnotationReader {
    private static final int ID = 1;
    private static final int CATEGORY = 1 << 1;
    private static final int CATEGORY_ID = 1 << 2;
    private static final int SEGMENTATION = 1 << 3;
    private static final int CROWD = 1 << 4;
    private static final int IMAGE_ID = 1 << 5;

    private final SegmentationReader segmentations = new SegmentationReader();
    private final FirstProblem idProblem = new FirstProblem();
    private final FirstProblem problem = new FirstProblem();
    private final FirstProblem segmentationProblem = new FirstProblem();
    private int seen;
    private String path = "";
    private @Nullable String id;
    private @Nullable String category;
    private @Nullable String categoryId;
    private @Nullable String imageId;
    private @Nullable Segmentation segmentation;
    private boolean crowd;
    private boolean panoptic;

    /**
     * Reads the object whose START_OBJECT the parser stands on, to its END_OBJECT.
     *
     * @throws IOException if the text is not JSON; nothing else stops it
     */
    public void read(JsonParser parser) throws IOException {
        clear();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Json.nextToken(parser);
            switch (name) {
                case "id" -> id = idProblem.read(parser, again(ID), Scalars::id);
                case "category" -> category = problem.read(parser, again(CATEGORY), Scalars::id);
                case "category_id" -> categoryId = problem.read(parser, again(CATEGORY_ID), Scalars::id);
                case "image_id" -> imageId = problem.read(parser, again(IMAGE_ID), Scalars::id);
                case "segmentation" ->
                    segmentation = segmentationProblem.read(parser, again(SEGMENTATION), segmentations::read);
                case "segments_info" -> {
                    panoptic = true;
                    parser.skipChildren();
                }
                case "iscrowd" -> {
                    Boolean flag = problem.read(parser, again(CROWD), Scalars::flag);
                    crowd = flag != null && flag;
                }
                default -> parser.skipChildren();
            }
        }
        path = Errors.path(parser);
    }

    /** Where the object is, as {@code annotation} or {@code annotations[5]}. */
    public String path() {
        return path;
    }

    /** {@code id}, whatever the other fields are. */
    public String id() {
        idProblem.throwIfAny();
        return require(id, "id", "a string or a whole number that is unique within the image");
    }

    /**
     * Whether there is a mask, or something wrong where it should be. An annotation without one is a box, or means that its
     * mask has gone: no error, and no instance.
     */
    public boolean hasMask() {
        return segmentation != null || segmentationProblem.isAny();
    }

    /** {@code id} where there is a usable one, for messages. */
    public @Nullable String knownId() {
        return id;
    }

    /** {@code image_id} where there is a usable one, for messages. */
    public @Nullable String knownImageId() {
        return imageId;
    }

    /** Whether it has {@code segments_info}, as those of COCO's panoptic files have in place of a segmentation. */
    public boolean isPanoptic() {
        return panoptic;
    }

    /** {@code image_id}, as files have it. */
    public String imageId() {
        problem.throwIfAny();
        return require(imageId, "image_id", "the id of an image");
    }

    /** {@code category_id}, as files have it. */
    public String categoryId() {
        problem.throwIfAny();
        return require(categoryId, "category_id", "the id of a category");
    }

    /** The annotation, which must have a mask; its class is {@code category} or else {@code category_id}. */
    public Annotation annotation() {
        String annotationId = id();
        segmentationProblem.throwIfAny();
        problem.throwIfAny();
        return annotation(
                annotationId,
                require(category != null ? category : categoryId, "category", "the name or id of the class"));
    }

    /** The annotation, which must have a mask, with a class found elsewhere. */
    public Annotation annotation(String className) {
        String annotationId = id();
        segmentationProblem.throwIfAny();
        problem.throwIfAny();
        return annotation(annotationId, className);
    }

    private Annotation annotation(String annotationId, String className) {
        Segmentation mask = require(segmentation, "segmentation", "a list of polygons, or run lengths with their size");
        return new Annotation(annotationId, className, mask, crowd);
    }

    private <T> T require(@Nullable T value, String field, String what) {
        if (value == null) {
            throw Errors.missing(path, field, what);
        }
        return value;
    }

    private boolean again(int field) {
        boolean again = (seen & field) != 0;
        seen |= field;
        return again;
    }

    private void clear() {
        seen = 0;
        idProblem.clear();
        problem.clear();
        segmentationProblem.clear();
        id = null;
        category = null;
        categoryId = null;
        imageId = null;
        segmentation = null;
        crowd = false;
        panoptic = false;
    }
}
