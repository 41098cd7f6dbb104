package dev.annorank.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import dev.annorank.json.Utf8;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/** What the readers of webhooks share: a text of JSON walked once, unknown fields skipped, and words for what is wrong. */
final class WebhookJson {
    private static final int MAX_MESSAGE = 500;

    /** Reads what a parser stands on, to its end. */
    interface Reader<T> {
        T read(JsonParser parser) throws IOException;
    }

    /** Reads one field's value, to its end. */
    interface FieldReader {
        void read(String name, JsonParser parser) throws IOException;
    }

    private WebhookJson() {}

    /**
     * What a reader makes of a text that is one JSON object in UTF-8.
     *
     * @param what the text is, for messages
     * @throws RejectedException whatever is wrong with the text; no other exception leaves this method
     */
    static <T> T read(String what, byte[] text, Reader<T> reader) {
        int malformed = Utf8.firstMalformed(text);
        if (malformed >= 0) {
            throw new RejectedException(
                    Reason.BAD_ENCODING, what + " is not UTF-8: see byte " + malformed + " of " + text.length);
        }
        try (JsonParser parser = Json.parser(text)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw notAnObject(what, first == null ? "it is empty" : "it is " + Errors.found(parser));
            }
            T value = reader.read(parser);
            if (parser.nextToken() != null) {
                throw notAnObject(what, "more follows after its end: " + Errors.found(parser));
            }
            return value;
        } catch (JsonProcessingException e) {
            throw notAnObject(what, Errors.describe(e));
        } catch (RejectedException e) {
            throw new RejectedException(e.reason(), Errors.shown(String.valueOf(e.getMessage()), MAX_MESSAGE));
        } catch (IOException e) {
            throw notAnObject(what, Errors.shown(String.valueOf(e.getMessage()), MAX_MESSAGE));
        }
    }

    /** Reads each field of the object the parser stands on; anything else than an object is wrong. */
    static void object(JsonParser parser, FieldReader reader) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Errors.wrong(parser, Reason.BAD_FIELD, "an object");
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            reader.read(name, parser);
        }
    }

    /** Reads each element of the list the parser stands on; null is an empty list. */
    static void list(JsonParser parser, FieldReader reader) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Errors.wrong(parser, Reason.BAD_FIELD, "a list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            reader.read("", parser);
        }
    }

    /** The context that holds the value the parser stands on: where to skip to if the value turns out wrong. */
    static JsonStreamContext holder(JsonParser parser) {
        JsonStreamContext context = parser.getParsingContext();
        return parser.currentToken().isStructStart() ? context.getParent() : context;
    }

    /** A finite or infinite number; NaN is wrong like any other text. */
    static double number(JsonParser parser, Reason reason, String right) throws IOException {
        double value = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
        if (Double.isNaN(value)) {
            throw Errors.wrong(parser, reason, right);
        }
        return value;
    }

    /** A whole number from {@code least} to {@code most}; 7.0 is 7. */
    static int wholeNumber(JsonParser parser, int least, int most, Reason reason) throws IOException {
        String right = "a whole number from " + least + " to " + most;
        double value = number(parser, reason, right);
        if (value < least || value > most || value != Math.rint(value)) {
            throw Errors.wrong(parser, reason, right);
        }
        return (int) value;
    }

    /** Milliseconds since 1970 of an ISO 8601 time with its offset; null is none. */
    static OptionalLong millis(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return OptionalLong.empty();
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() <= 40) {
            try {
                long millis = OffsetDateTime.parse(parser.getText()).toInstant().toEpochMilli();
                if (millis >= 0) {
                    return OptionalLong.of(millis);
                }
            } catch (DateTimeException | ArithmeticException e) {
                // Said below.
            }
        }
        throw Errors.wrong(parser, Reason.BAD_FIELD, "a time since 1970 as 2026-01-31T12:00:00.123456Z");
    }

    private static RejectedException notAnObject(String what, String why) {
        return new RejectedException(Reason.NOT_JSON, what + " is not one JSON object: " + why);
    }
}
