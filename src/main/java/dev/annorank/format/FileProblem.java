package dev.annorank.format;

import dev.annorank.model.Reason;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with an annotation file, in words for its owner.
 *
 * @param kind what is affected, and how
 * @param file the file
 * @param position where, or null if it is about the file as a whole
 * @param subject what it is about, or null if it is about the file as a whole
 * @param message what is wrong, and what would be right
 */
public record FileProblem(
        Kind kind,
        Path file,
        @Nullable Position position,
        @Nullable Subject subject,
        String message) {
    /**
     * What a problem is about.
     *
     * @param path its place in the document, for example {@code annotations[5]}
     * @param annotation the annotation's id; null if it has no usable one or an image or a category is meant
     * @param image the image's id; null if there is no usable one or a category is meant
     */
    public record Subject(
            String path,
            @Nullable String annotation,
            @Nullable String image) {}

    /** What a problem affects, and how. Those of an annotation leave out just that annotation. */
    public enum Kind {
        /** The file cannot be read to its end: it is not JSON, damaged, cut short or not of this format. */
        FILE("files that cannot be read", false),
        /** An entry of the list of images that is no image, or lists one again with another name or size. */
        IMAGE("entries of images, unusable or listed again", false),
        /** An entry of the list of categories that is no category, or lists one again with another name. */
        CATEGORY("entries of categories, unusable or listed again", false),
        /** It has no segmentation, an empty one, or a box in its place. */
        NO_MASK("without a mask", true),
        POLYGON("with a broken polygon", true),
        RUN_LENGTHS("with broken run lengths", true),
        /** Its mask is larger than a limit. */
        TOO_LARGE("with a mask beyond a limit", true),
        /** All annotations of an image are too much for one event. */
        IMAGE_TOO_LARGE("images whose annotations are too much for one event", false),
        /** Its image is not listed, or has no usable size. */
        UNKNOWN_IMAGE("of an image that is not listed or has no size", true),
        UNKNOWN_CATEGORY("of a category that is not listed", true),
        /** It has the id of an earlier one of its image. */
        DUPLICATE("with the id of an earlier one of the image", true),
        /** Another field is missing or wrong. */
        FIELD("with a missing or wrong field", true);

        private final String label;
        private final boolean ofAnnotation;

        Kind(String label, boolean ofAnnotation) {
            this.label = label;
            this.ofAnnotation = ofAnnotation;
        }

        /** The kind of an annotation that is of no use for this reason. */
        public static Kind of(Reason reason) {
            return switch (reason) {
                case BAD_POLYGON -> POLYGON;
                case BAD_RLE -> RUN_LENGTHS;
                case MASK_TOO_LARGE, RECORD_TOO_LARGE -> TOO_LARGE;
                default -> FIELD;
            };
        }

        /** Its name where programs read it, for example {@code no-mask}. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Words for several of them, to follow a number. */
        public String label() {
            return label;
        }

        /** Whether each problem of this kind leaves out one annotation. */
        public boolean isOfAnnotation() {
            return ofAnnotation;
        }
    }

    /** Without the file: the place, what it is about, and what is wrong. */
    public String located() {
        String about = "";
        if (subject != null && subject.annotation() != null) {
            about = "annotation " + subject.annotation()
                    + (subject.image() == null ? ": " : " of image " + subject.image() + ": ");
        }
        return (position == null ? "" : position + ": ") + about + message;
    }

    @Override
    public String toString() {
        return file + ": " + located();
    }
}
