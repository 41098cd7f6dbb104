package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import dev.annorank.json.Scalars;
import dev.annorank.json.Utf8;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What the readers of webhooks share: a text of JSON walked once, unknown fields skipped, and words for what is wrong. */
final class WebhookJson {
    private static final int MAX_MESSAGE = 500;
    private static final int MAX_NUMBER_TEXT = 40;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** ISO 8601, also as Python prints it: with a space for the T, or without an offset. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    /** Reads what a parser stands on, to its end. */
    interface Reader<T> {
        T read(JsonParser parser) throws IOException;
    }

    /** Reads one field's value, to its end. */
    interface FieldReader {
        void read(String name, JsonParser parser) throws IOException;
    }

    /** Reads an element of a list, to its end. */
    interface ElementReader {
        void read(JsonParser parser) throws IOException;
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

    /**
     * Reads each object of the list the parser stands on; null is an empty list. An element that is wrong is left out, and
     * the rest read.
     */
    static void objects(JsonParser parser, Consumer<RejectedException> leftOut, ElementReader reader)
            throws IOException {
        list(parser, (unused, element) -> {
            JsonStreamContext holder = holder(element);
            try {
                if (element.currentToken() != JsonToken.START_OBJECT) {
                    throw Errors.wrong(element, Reason.BAD_FIELD, "an object");
                }
                reader.read(element);
            } catch (RejectedException e) {
                leftOut.accept(e);
                Json.skipToEndOfValue(element, holder);
            }
        });
    }

    /** The context that holds the value the parser stands on: where to skip to if the value turns out wrong. */
    static JsonStreamContext holder(JsonParser parser) {
        JsonStreamContext context = parser.getParsingContext();
        return parser.currentToken().isStructStart() ? context.getParent() : context;
    }

    /** A finite or infinite number, or its text; NaN is wrong like any other text. */
    static double number(JsonParser parser, Reason reason, String right) throws IOException {
        double value = Double.NaN;
        if (parser.currentToken().isNumeric()) {
            value = parser.getDoubleValue();
        } else if (parser.currentToken() == JsonToken.VALUE_STRING
                && parser.getTextLength() <= MAX_NUMBER_TEXT
                && NUMBER.matcher(parser.getText()).matches()) {
            value = Double.parseDouble(parser.getText());
        }
        if (Double.isNaN(value)) {
            throw Errors.wrong(parser, reason, right);
        }
        return value;
    }

    /** Whether it is true, 1 or the text of one of them; anything else is not. The parser is at the value's end. */
    static boolean flag(JsonParser parser) throws IOException {
        String text = Scalars.optionalText(parser);
        return text != null && (text.equalsIgnoreCase("true") || text.equals("1") || text.equals("1.0"));
    }

    /** A whole number from {@code least} to {@code most}; 7.0 and the text "7" are 7. */
    static int wholeNumber(JsonParser parser, int least, int most, Reason reason) throws IOException {
        String right = "a whole number from " + least + " to " + most;
        double value = number(parser, reason, right);
        if (value < least || value > most || value != Math.rint(value)) {
            throw Errors.wrong(parser, reason, right);
        }
        return (int) value;
    }

    /** Milliseconds since 1970 of an ISO 8601 time, in UTC if it has no offset; null is none. */
    static OptionalLong millis(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return OptionalLong.empty();
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() <= 40) {
            try {
                TemporalAccessor time =
                        TIME.parseBest(parser.getText().trim(), OffsetDateTime::from, LocalDateTime::from);
                OffsetDateTime at = time instanceof LocalDateTime local
                        ? local.atOffset(ZoneOffset.UTC)
                        : OffsetDateTime.from(time);
                long millis = at.toInstant().toEpochMilli();
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
