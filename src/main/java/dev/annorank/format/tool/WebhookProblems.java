package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import dev.annorank.json.Json;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with the fields of an object, kept until somebody needs one of them: a field nobody needs refuses nothing. */
final class WebhookProblems {
    private final Map<String, RejectedException> problems = new HashMap<>();

    /** Reads the value a parser stands on. */
    interface ValueReader {
        void read() throws IOException;
    }

    /** Reads a field's value, and keeps what is wrong with it; the parser is then at the value's end. */
    void keep(String field, JsonParser parser, ValueReader reader) throws IOException {
        JsonStreamContext holder = WebhookJson.holder(parser);
        try {
            reader.read();
        } catch (RejectedException e) {
            problems.putIfAbsent(field, e);
            Json.skipToEndOfValue(parser, holder);
        }
    }

    boolean has(String field) {
        return problems.containsKey(field);
    }

    /** Throws what is wrong with any of the fields. */
    void throwIfAny(String... fields) {
        for (String field : fields) {
            RejectedException problem = problems.get(field);
            if (problem != null) {
                throw problem;
            }
        }
    }

    /** The field's value; throws what is wrong with it, or that it is missing. */
    <T> T require(@Nullable T value, String field) {
        if (value == null) {
            throwIfAny(field);
            throw new RejectedException(Reason.MISSING_FIELD, field + " is missing");
        }
        return value;
    }
}
