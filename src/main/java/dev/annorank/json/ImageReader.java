package dev.annorank.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.model.Image;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one image object after the other: {@code id}, {@code width}, {@code height}, {@code fileName} (or COCO's
 * {@code file_name}) and {@code url} (or COCO's {@code coco_url}, {@code flickr_url}; the first of these that is given
 * counts), in any order. Null counts as absent, a field given twice is wrong, all others are skipped. Names and addresses
 * are not needed: what is no text there is written as text or ignored, and does not refuse the image.
 *
 * <p>As with {@link AnnotationReader}, a wrong field is reported by the accessor that needs it. For one thread.
 */
public final class ImageReader {
    private static final int ID = 1;
    private static final int WIDTH = 1 << 1;
    private static final int HEIGHT = 1 << 2;
    private static final int FILE_NAME = 1 << 3;
    private static final int COCO_FILE_NAME = 1 << 4;
    private static final int URL = 1 << 5;
    private static final int COCO_URL = 1 << 6;
    private static final int FLICKR_URL = 1 << 7;

    private final FirstProblem idProblem = new FirstProblem();
    private final FirstProblem problem = new FirstProblem();
    private int seen;
    private String path = "";
    private @Nullable String id;
    private @Nullable Integer width;
    private @Nullable Integer height;
    private @Nullable String fileName;
    private @Nullable String cocoFileName;
    private @Nullable String url;
    private @Nullable String cocoUrl;
    private @Nullable String flickrUrl;

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
                case "width" -> width = problem.read(parser, again(WIDTH), Scalars::pixels);
                case "height" -> height = problem.read(parser, again(HEIGHT), Scalars::pixels);
                case "fileName" -> fileName = problem.read(parser, again(FILE_NAME), Scalars::optionalText);
                case "file_name" -> cocoFileName = problem.read(parser, again(COCO_FILE_NAME), Scalars::optionalText);
                case "url" -> url = problem.read(parser, again(URL), Scalars::optionalText);
                case "coco_url" -> cocoUrl = problem.read(parser, again(COCO_URL), Scalars::optionalText);
                case "flickr_url" -> flickrUrl = problem.read(parser, again(FLICKR_URL), Scalars::optionalText);
                default -> parser.skipChildren();
            }
        }
        path = Errors.path(parser);
    }

    /** {@code id}, whatever the other fields are. */
    public String id() {
        idProblem.throwIfAny();
        return require(id, "id", "a string or a whole number");
    }

    /** The image; it needs id, width and height. */
    public Image image() {
        String imageId = id();
        problem.throwIfAny();
        return new Image(
                imageId,
                require(width, "width", "columns in pixels"),
                require(height, "height", "rows in pixels"),
                fileName != null ? fileName : cocoFileName,
                url != null ? url : cocoUrl != null ? cocoUrl : flickrUrl);
    }

    /** {@code width}, if it is there and right; whatever the other fields are. */
    public Optional<Integer> knownWidth() {
        return Optional.ofNullable(width);
    }

    /** {@code height}, if it is there and right; whatever the other fields are. */
    public Optional<Integer> knownHeight() {
        return Optional.ofNullable(height);
    }

    /** The file name, if it is there and right, or else the tail of the address; whatever the other fields are. */
    public Optional<String> knownFileName() {
        String name = fileName != null ? fileName : cocoFileName;
        String address = url != null ? url : cocoUrl != null ? cocoUrl : flickrUrl;
        if (name == null && address != null) {
            name = address.substring(address.lastIndexOf('/') + 1);
        }
        return Optional.ofNullable(name).filter(text -> !text.isEmpty());
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
        id = null;
        width = null;
        height = null;
        fileName = null;
        cocoFileName = null;
        url = null;
        cocoUrl = null;
        flickrUrl = null;
    }
}
