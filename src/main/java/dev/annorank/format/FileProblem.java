package dev.annorank.format;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with an annotation file, in words for its owner.
 *
 * @param kind what is affected
 * @param file the file
 * @param position where, or null if it is about the file as a whole
 * @param message what is wrong, and what would be right
 */
public record FileProblem(Kind kind, Path file, @Nullable Position position, String message) {
    /** What a problem affects. */
    public enum Kind {
        /** The file cannot be read to its end: it is not JSON, damaged, cut short or not of this format. */
        FILE,
        /** An image cannot be used, and so none of its annotations. */
        IMAGE,
        /** A category cannot be used, and so none of its annotations. */
        CATEGORY,
        /** One annotation cannot be used. */
        ANNOTATION,
        /** An annotation has the id of an earlier one of its image, and replaces it. */
        DUPLICATE
    }

    @Override
    public String toString() {
        return file + (position == null ? ": " : ": " + position + ": ") + message;
    }
}
