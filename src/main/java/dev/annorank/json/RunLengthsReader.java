package dev.annorank.json;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Rle;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads run lengths, {@code {size: [height, width], counts: [...]}}, or with {@code counts} as their compressed string.
 * White space around that string is not part of it, and neither is what Python prints around bytes: {@code b'...'}.
 * Whether they fill their size shows when they are decoded. For one thread.
 */
final class RunLengthsReader {
    private static final String RIGHT_COUNT = "a whole number of pixels from 0 to " + Integer.MAX_VALUE;
    private static final String RIGHT_SIDE = "a whole number of pixels, at least 1";

    private int[] integers = new int[64];

    /**
     * Reads the object whose START_OBJECT the parser stands on. On a rejection the parser is left somewhere inside it.
     *
     * @return null for an object without fields, which is no mask
     */
    @Nullable
    Segmentation read(JsonParser parser) throws IOException {
        int height = 0;
        int width = 0;
        boolean isEmpty = true;
        boolean isSized = false;
        int[] counts = null;
        String compressed = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = Json.nextToken(parser);
            isEmpty = false;
            if (name.equals("size")) {
                requireFirst(parser, !isSized);
                require(parser, token == START_ARRAY, "[height, width]");
                height = integer(parser, Json.nextToken(parser), 1, RIGHT_SIDE);
                width = integer(parser, Json.nextToken(parser), 1, RIGHT_SIDE);
                require(parser, Json.nextToken(parser) == END_ARRAY, "the end of [height, width]");
                isSized = true;
            } else if (name.equals("counts")) {
                requireFirst(parser, counts == null && compressed == null);
                if (token == VALUE_STRING) {
                    compressed = compressed(parser);
                } else {
                    require(parser, token == START_ARRAY, "a list of run lengths or their compressed string");
                    counts = counts(parser);
                }
            } else {
                parser.skipChildren();
            }
        }
        if (isEmpty) {
            return null;
        }
        if (!isSized) {
            throw missing(parser, "size", "[height, width] of the mask in pixels");
        }
        if (compressed != null) {
            return new CompressedRle(height, width, compressed);
        }
        if (counts == null) {
            throw missing(parser, "counts", "run lengths or their compressed string");
        }
        return new Rle(height, width, counts);
    }

    private int[] counts(JsonParser parser) throws IOException {
        int n = 0;
        for (JsonToken token = Json.nextToken(parser); token != END_ARRAY; token = Json.nextToken(parser)) {
            if (n == integers.length) {
                integers = Arrays.copyOf(integers, 2 * n);
            }
            integers[n++] = integer(parser, token, 0, RIGHT_COUNT);
        }
        return Arrays.copyOf(integers, n);
    }

    private static String compressed(JsonParser parser) throws IOException {
        String counts = bare(parser.getText());
        for (int i = 0; i < counts.length(); i++) {
            char c = counts.charAt(i);
            if (c < '0' || c > 'o') {
                throw new RejectedException(
                        Reason.BAD_RLE,
                        Errors.path(parser) + " has " + Errors.quoted(String.valueOf(c)) + " at character " + i
                                + "; compressed run lengths are written with the characters from 0 to o");
            }
        }
        return counts;
    }

    /** Without white space around it, and as the bytes that {@code b'...'} or {@code b"..."} print. */
    private static String bare(String counts) {
        int n = counts.length();
        // Nothing below 0 is part of it, and all white space is there.
        if (n == 0 || (counts.charAt(0) != 'b' && counts.charAt(0) >= '0' && counts.charAt(n - 1) >= '0')) {
            return counts;
        }
        String text = counts.strip();
        boolean isBytes = text.length() >= 3
                && (text.startsWith("b'") || text.startsWith("b\""))
                && text.charAt(text.length() - 1) == text.charAt(1);
        return isBytes ? bytes(text.substring(2, text.length() - 1)) : text;
    }

    /** What Python writes as two characters is one: a backslash is part of the alphabet; a line end is not. */
    private static String bytes(String printed) {
        return printed.replace("\\\\", "\0")
                .replace("\\n", "")
                .replace("\\r", "")
                .replace('\0', '\\');
    }

    /** The whole number the parser stands on, which 3.0 is too. */
    private static int integer(JsonParser parser, JsonToken token, int min, String right) throws IOException {
        if (token == VALUE_NUMBER_INT && parser.getTextLength() <= 9) {
            int value = parser.getIntValue();
            if (value >= min) {
                return value;
            }
        } else if (Scalars.isNumber(token)) {
            Long value = Scalars.wholeNumberWithin(parser, min, Integer.MAX_VALUE, Reason.BAD_RLE, right);
            if (value != null) {
                return value.intValue();
            }
        }
        throw Errors.wrong(parser, Reason.BAD_RLE, right);
    }

    private static void requireFirst(JsonParser parser, boolean first) {
        if (!first) {
            throw Errors.twice(parser);
        }
    }

    private static void require(JsonParser parser, boolean right, String what) throws IOException {
        if (!right) {
            throw Errors.wrong(parser, Reason.BAD_RLE, what);
        }
    }

    private static RejectedException missing(JsonParser parser, String field, String what) {
        return new RejectedException(Reason.BAD_RLE, Errors.path(Errors.path(parser), field) + " is missing: " + what);
    }
}
