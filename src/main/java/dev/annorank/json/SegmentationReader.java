package dev.annorank.json;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a COCO {@code segmentation} in any of its forms: a list of polygons {@code [[x0, y0, ...], ...]}, one bare
 * polygon {@code [x0, y0, ...]}, run lengths {@code {size: [h, w], counts: [...]}} and their compressed string. One
 * object serves one thread and keeps its buffers from value to value.
 */
final class SegmentationReader {
    private double[] coordinates = new double[512];
    private int[] integers = new int[64];

    /**
     * Reads the value the parser stands on. On a rejection the parser is left somewhere inside it.
     *
     * @return null for a JSON null
     */
    @Nullable
    Segmentation read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == START_ARRAY) {
            return polygons(parser);
        }
        if (token == START_OBJECT) {
            return runLengths(parser);
        }
        if (token == VALUE_NULL) {
            return null;
        }
        throw Errors.wrong(parser, Reason.BAD_FIELD, "a list of polygons or an object with size and counts");
    }

    private Polygons polygons(JsonParser parser) throws IOException {
        JsonToken token = Json.nextToken(parser);
        int length = 0;
        int parts = 0;
        if (Scalars.isNumber(token)) {
            length = polygon(parser, token, 0);
            integers[parts++] = length;
        } else {
            for (; token != END_ARRAY; token = Json.nextToken(parser)) {
                if (token != START_ARRAY) {
                    throw Errors.wrong(parser, Reason.BAD_POLYGON, "a polygon [x0, y0, x1, y1, ...]");
                }
                length = polygon(parser, Json.nextToken(parser), length);
                if (parts == integers.length) {
                    integers = Arrays.copyOf(integers, 2 * parts);
                }
                integers[parts++] = length;
            }
        }
        if (parts == 0) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    Errors.path(parser) + " is empty; it must hold a polygon of at least one point");
        }
        return new Polygons(Arrays.copyOf(coordinates, length), Arrays.copyOf(integers, parts));
    }

    /** Reads to the end of the list that holds the parser's token; returns where its coordinates end. */
    private int polygon(JsonParser parser, JsonToken first, int start) throws IOException {
        int n = start;
        for (JsonToken token = first; token != END_ARRAY; token = Json.nextToken(parser)) {
            double value = Scalars.isNumber(token) ? Scalars.number(parser) : Double.NaN;
            // Negated so that NaN fails too.
            if (!(Math.abs(value) <= Segmentation.MAX_COORDINATE)) {
                throw Errors.wrong(
                        parser,
                        Reason.BAD_POLYGON,
                        "a number of pixels between -" + (int) Segmentation.MAX_COORDINATE + " and "
                                + (int) Segmentation.MAX_COORDINATE);
            }
            if (n == coordinates.length) {
                coordinates = Arrays.copyOf(coordinates, 2 * n);
            }
            coordinates[n++] = value;
        }
        if (n == start) {
            throw new RejectedException(Reason.BAD_POLYGON, Errors.path(parser) + " is empty; a polygon needs a point");
        }
        if (((n - start) & 1) != 0) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    Errors.path(parser) + " has an odd number of coordinates: " + (n - start)
                            + "; they must be pairs x, y");
        }
        return n;
    }

    private Segmentation runLengths(JsonParser parser) throws IOException {
        int height = 0;
        int width = 0;
        boolean sized = false;
        int[] counts = null;
        String compressed = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = Json.nextToken(parser);
            if (name.equals("size")) {
                requireFirst(parser, !sized);
                requireRle(parser, token == START_ARRAY, "[height, width]");
                height = side(parser);
                width = side(parser);
                requireRle(parser, Json.nextToken(parser) == END_ARRAY, "the end of [height, width]");
                sized = true;
            } else if (name.equals("counts")) {
                requireFirst(parser, counts == null && compressed == null);
                if (token == VALUE_STRING) {
                    compressed = compressed(parser);
                } else {
                    requireRle(parser, token == START_ARRAY, "a list of run lengths or their compressed string");
                    counts = counts(parser);
                }
            } else {
                parser.skipChildren();
            }
        }
        if (!sized) {
            throw new RejectedException(
                    Reason.BAD_RLE, Errors.path(parser) + ".size is missing: [height, width] of the mask in pixels");
        }
        if (compressed != null) {
            return new CompressedRle(height, width, compressed);
        }
        if (counts == null) {
            throw new RejectedException(
                    Reason.BAD_RLE, Errors.path(parser) + ".counts is missing: run lengths or their compressed string");
        }
        return new Rle(height, width, counts);
    }

    private static int side(JsonParser parser) throws IOException {
        int side = integer(parser, Json.nextToken(parser));
        requireRle(parser, side >= 1, "a whole number of pixels, at least 1");
        return side;
    }

    private int[] counts(JsonParser parser) throws IOException {
        int n = 0;
        for (JsonToken token = Json.nextToken(parser); token != END_ARRAY; token = Json.nextToken(parser)) {
            int count = integer(parser, token);
            requireRle(parser, count >= 0, "a whole number of pixels from 0 to " + Integer.MAX_VALUE);
            if (n == integers.length) {
                integers = Arrays.copyOf(integers, 2 * n);
            }
            integers[n++] = count;
        }
        return Arrays.copyOf(integers, n);
    }

    private static String compressed(JsonParser parser) throws IOException {
        String counts = parser.getText();
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

    /** The integer the parser stands on, or -1 where there is none from 0 to 2^31 - 1. */
    private static int integer(JsonParser parser, JsonToken token) throws IOException {
        if (token != VALUE_NUMBER_INT || parser.getTextLength() > 10) {
            return -1;
        }
        long value = parser.getLongValue();
        return value == (int) value ? Math.max((int) value, -1) : -1;
    }

    private static void requireFirst(JsonParser parser, boolean first) {
        if (!first) {
            throw Errors.twice(parser);
        }
    }

    private static void requireRle(JsonParser parser, boolean right, String what) throws IOException {
        if (!right) {
            throw Errors.wrong(parser, Reason.BAD_RLE, what);
        }
    }
}
