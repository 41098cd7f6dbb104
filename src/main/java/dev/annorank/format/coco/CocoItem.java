package dev.annorank.format.coco;

import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of the list {@code images} or {@code annotations} after the other: which image it is or belongs to,
 * and its text, numbers letter by letter. All else of it may be as it likes. For one thread.
 */
final class CocoItem {
    private final String imageField;
    private String path = "";
    private @Nullable String image;
    private @Nullable String id;
    private @Nullable String problem;

    /** @param imageField the field that names the image */
    CocoItem(String imageField) {
        this.imageField = imageField;
    }

    /** The image that the entry names; null if it names none, and {@link #problem} says why. */
    @Nullable
    String image() {
        return image;
    }

    /** The entry's own id; null if it has none that is one. */
    @Nullable
    String id() {
        return id;
    }

    /** Its place in the file, such as {@code annotations[5]}. */
    String path() {
        return path;
    }

    /** Why the entry names no image. */
    String problem() {
        return problem == null ? "" : problem;
    }

    /** Reads the entry that the parser stands on, to its end. */
    void read(JsonParser parser) throws IOException {
        read(parser, null, 0);
    }

    /**
     * Reads and copies the entry that the parser stands on.
     *
     * @param number the id to write in place of its own; 0 for its own
     */
    void copy(JsonParser parser, JsonGenerator out, long number) throws IOException {
        read(parser, out, number);
    }

    private void read(JsonParser parser, @Nullable JsonGenerator out, long number) throws IOException {
        image = null;
        id = null;
        problem = null;
        if (parser.currentToken() != START_OBJECT) {
            path = Errors.path(parser);
            problem = Errors.wrong(parser, Reason.BAD_FIELD, "an object").getMessage();
            parser.skipChildren();
            return;
        }
        if (out != null) {
            out.writeStartObject();
        }
        boolean numbered = number == 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals(imageField)) {
                image = imageId(parser);
            }
            boolean own = name.equals("id");
            if (own) {
                id = ownId(parser);
            }
            if (out == null) {
                parser.skipChildren();
                continue;
            }
            out.writeFieldName(name);
            if (own && number > 0) {
                out.writeNumber(number);
                parser.skipChildren();
                numbered = true;
            } else {
                copy(parser, out);
            }
        }
        path = Errors.path(parser);
        if (out != null) {
            if (!numbered) {
                out.writeNumberField("id", number);
            }
            out.writeEndObject();
        }
        if (image == null && problem == null) {
            problem = Errors.missing(path, imageField, "which image is it?").getMessage();
        }
    }

    private @Nullable String imageId(JsonParser parser) throws IOException {
        try {
            problem = null;
            return Scalars.id(parser);
        } catch (RejectedException e) {
            problem = e.getMessage();
            return null;
        }
    }

    private static @Nullable String ownId(JsonParser parser) throws IOException {
        try {
            return Scalars.id(parser);
        } catch (RejectedException e) {
            return null;
        }
    }

    /** Copies the value the parser stands on. */
    static void copy(JsonParser parser, JsonGenerator out) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token.isNumeric()) {
                out.writeNumber(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            } else {
                out.copyCurrentEvent(parser);
            }
        } while (depth > 0 && parser.nextToken() != null);
    }
}
