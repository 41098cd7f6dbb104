package dev.annorank.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words for what is wrong with a JSON text: where, what was found, what would be right. */
public final class Errors {
    private static final int SHOWN = 40;

    /** Jackson's remarks about its own sources, settings and switches, which the sender of a record cannot change. */
    private static final Pattern NOISE = Pattern.compile(
            " ?\\((start marker at|for (Object|Array|ROOT) starting at)? ?\\[Source:[^\\]]*\\]\\)|, from `[^`]*`|"
                    + ": enable `?JsonReadFeature[^,;]*|: was expecting \\(JSON String.*| \\(consider enabling.*| \\(not recognized as one since.*");

    private Errors() {}

    /** The parser's place as {@code annotations[5].id}; empty for the text as a whole. */
    public static String path(JsonParser parser) {
        StringBuilder path = new StringBuilder();
        append(path, parser.getParsingContext());
        return path.toString();
    }

    /** The path of a field of the object at {@code path}. */
    public static String path(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** What a parser stands on, short enough for a message: {@code "abc"}, {@code 1e999}, {@code an array}. */
    public static String found(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> quoted(parser.getText());
            default -> shown(parser.getText(), SHOWN);
        };
    }

    /** The rejection of the value that the parser stands on. */
    public static RejectedException wrong(JsonParser parser, Reason reason, String right) throws IOException {
        return new RejectedException(reason, path(parser) + " is " + found(parser) + "; it must be " + right);
    }

    /** The rejection of an object without a field it needs. */
    public static RejectedException missing(String path, String field, String what) {
        return new RejectedException(Reason.MISSING_FIELD, path(path, field) + " is missing: " + what);
    }

    /** The rejection of an object that holds a field twice, which readers of JSON resolve in different ways. */
    public static RejectedException twice(JsonParser parser) {
        return new RejectedException(Reason.BAD_FIELD, path(parser) + " is given twice; it must be given once");
    }

    /** What Jackson says, without its advice on its settings and with neither position nor the text itself. */
    public static String describe(JsonProcessingException error) {
        String original = String.valueOf(error.getOriginalMessage());
        if (error instanceof JsonEOFException || original.startsWith("Unexpected end-of-input")) {
            return "it ends too early, at " + place(error);
        }
        String message = NOISE.matcher(original).replaceAll("");
        if (error instanceof StreamConstraintsException) {
            return "it is beyond a limit: " + message;
        }
        return shown(message, 200);
    }

    /** Text in double quotes, shortened. */
    public static String quoted(String text) {
        return '"' + shown(text, SHOWN) + '"';
    }

    /** Text fit for one line of a log: at most {@code max} units, control characters and torn surrogates escaped. */
    public static String shown(String text, int max) {
        if (isPlain(text, max)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(Math.min(text.length(), max) + 3);
        for (int i = 0; i < text.length(); ) {
            if (i >= max) {
                return shown.append("...").toString();
            }
            int point = text.codePointAt(i);
            if (Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
            i += Character.charCount(point);
        }
        return shown.toString();
    }

    private static boolean isPlain(String text, int max) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return text.length() <= max;
    }

    private static String place(JsonProcessingException error) {
        if (error.getProcessor() instanceof JsonParser parser) {
            String path = path(parser);
            return path.isEmpty() ? "the whole object" : path;
        }
        return "the text";
    }

    private static void append(StringBuilder path, @Nullable JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return;
        }
        append(path, context.getParent());
        if (context.inArray() && context.hasCurrentIndex()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.inObject() && context.hasCurrentName()) {
            path.append(path.length() == 0 ? "" : ".").append(shown(context.getCurrentName(), SHOWN));
        }
    }
}
