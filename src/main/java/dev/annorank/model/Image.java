package dev.annorank.model;

import org.jspecify.annotations.Nullable;

/**
 * An image as an event or a file names it.
 *
 * @param id its id as text; a JSON integer 82 and a JSON string "82" are the same id
 * @param width columns in px, at least 1
 * @param height rows in px, at least 1
 * @param fileName where the file is within the dataset, if said
 * @param url where the picture can be fetched, if said
 */
public record Image(
        String id,
        int width,
        int height,
        @Nullable String fileName,
        @Nullable String url) {
    /** Longest file name or URL that annorank passes on, in UTF-16 units. */
    public static final int MAX_TEXT = 2_000;

    public Image {
        Ids.requireId("image.id", id);
        if (width < 1 || height < 1) {
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    "image is " + width + " x " + height + " px; width and height must be at least 1");
        }
    }

    /** An image of which only id and size are known. */
    public static Image of(String id, int width, int height) {
        return new Image(id, width, height, null, null);
    }

    /** The same without a file name or URL that is longer than {@value #MAX_TEXT} characters. */
    public Image bounded() {
        String name = fileName != null && fileName.length() > MAX_TEXT ? null : fileName;
        String place = url != null && url.length() > MAX_TEXT ? null : url;
        return new Image(id, width, height, name, place);
    }

    /** Width times height. */
    public long pixels() {
        return (long) width * height;
    }
}
