package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names of a job's labels, from the pages of CVAT's {@code /api/labels}. For one thread. */
public final class CvatLabels {
    private final Map<Integer, String> names = new HashMap<>();
    private boolean more;

    /**
     * Adds a page.
     *
     * @return whether there is another page
     * @throws dev.annorank.model.RejectedException if it is no page of labels
     */
    public boolean add(byte[] page) {
        more = false;
        return WebhookJson.read("CVAT's list of labels", page, parser -> {
            WebhookJson.object(parser, this::field);
            return more;
        });
    }

    private void field(String field, JsonParser parser) throws IOException {
        switch (field) {
            case "next" -> {
                more = parser.currentToken() != JsonToken.VALUE_NULL;
                parser.skipChildren();
            }
            // A label that is wrong has no name; the shapes that are of it say so.
            case "results" -> WebhookJson.objects(parser, unused -> {}, this::label);
            default -> parser.skipChildren();
        }
    }

    private void label(JsonParser parser) throws IOException {
        int[] id = new int[1];
        @Nullable String[] name = new @Nullable String[1];
        WebhookJson.object(parser, (field, value) -> {
            switch (field) {
                case "id" -> id[0] = WebhookJson.wholeNumber(value, 1, Integer.MAX_VALUE, Reason.BAD_FIELD);
                case "name" -> name[0] = Scalars.id(value);
                default -> value.skipChildren();
            }
        });
        if (name[0] != null) {
            names.put(id[0], name[0]);
        }
    }

    Optional<String> name(int id) {
        return Optional.ofNullable(names.get(id));
    }
}
