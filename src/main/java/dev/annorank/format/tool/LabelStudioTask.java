package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A task of Label Studio: an image.
 *
 * @param id its id, which becomes the image id; null if not said
 * @param source what it says of where the picture is
 */
record LabelStudioTask(@Nullable String id, @Nullable String source) {
    /** The fields of {@code data} that hold the picture, by custom; the first of these that is there counts. */
    private static final List<String> SOURCES = List.of("image", "img", "image_url", "url");

    /** A longer text is not an address but the picture itself, as a data URI. */
    private static final int MAX_SOURCE_LENGTH = 2048;

    private static final Pattern WEB = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE);

    /** Reads the object the parser stands on, to its end, or the task's id alone. */
    static LabelStudioTask read(JsonParser parser) throws IOException {
        if (parser.currentToken().isScalarValue()) {
            return new LabelStudioTask(Scalars.id(parser), null);
        }
        @Nullable String[] found = new @Nullable String[1 + SOURCES.size()];
        WebhookJson.object(parser, (name, value) -> {
            if (name.equals("id")) {
                found[0] = Scalars.id(value);
            } else if (name.equals("data") && value.currentToken() == JsonToken.START_OBJECT) {
                WebhookJson.object(value, (key, source) -> {
                    int index = SOURCES.indexOf(key);
                    if (index >= 0
                            && source.currentToken() == JsonToken.VALUE_STRING
                            && source.getTextLength() <= MAX_SOURCE_LENGTH) {
                        found[1 + index] = Scalars.optionalText(source);
                    } else {
                        source.skipChildren();
                    }
                });
            } else {
                value.skipChildren();
            }
        });
        String source = null;
        for (int i = 1; i < found.length && source == null; i++) {
            source = found[i];
        }
        return new LabelStudioTask(found[0], source);
    }

    String requireId() {
        if (id == null) {
            throw new RejectedException(Reason.MISSING_FIELD, "task.id is missing: it becomes the image's id");
        }
        return id;
    }

    /** The picture's address on the web, if it has one. */
    @Nullable
    String url() {
        return source != null && WEB.matcher(source).matches() ? source : null;
    }

    /** The picture's place in a store or among Label Studio's uploads, if it is not on the web. */
    @Nullable
    String fileName() {
        return source == null || WEB.matcher(source).matches() ? null : source;
    }
}
