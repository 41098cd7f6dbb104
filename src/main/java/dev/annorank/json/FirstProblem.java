package dev.annorank.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields one by one and remembers the first that is wrong instead of stopping at it: whether it matters is known
 * only when the whole object, and in an event the type behind it, has been read.
 */
final class FirstProblem {
    /** Reads the value a parser stands on; may leave the parser anywhere inside it when it throws. */
    interface FieldReader<T> {
        @Nullable
        T read(JsonParser parser) throws IOException;
    }

    private @Nullable RejectedException problem;

    void clear() {
        problem = null;
    }

    /** The value, or null if it is absent or wrong. The parser is at the end of the value in any case. */
    <T> @Nullable T read(JsonParser parser, boolean again, FieldReader<T> reader) throws IOException {
        // An object or array that starts here is a context of its own, and its parent holds the value.
        JsonStreamContext context = parser.getParsingContext();
        if (parser.currentToken().isStructStart()) {
            context = context.getParent();
        }
        try {
            if (again) {
                throw Errors.twice(parser);
            }
            return reader.read(parser);
        } catch (RejectedException rejected) {
            if (problem == null) {
                problem = rejected;
            }
            Json.skipToEndOfValue(parser, context);
            return null;
        }
    }

    boolean isAny() {
        return problem != null;
    }

    void throwIfAny() {
        if (problem != null) {
            throw problem;
        }
    }
}
