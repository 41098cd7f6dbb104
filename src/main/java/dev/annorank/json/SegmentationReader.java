package dev.annorank.json;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_FLOAT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a COCO {@code segmentation} in any of its forms, and in those that people write for it:
 *
 * <ul>
 *   <li>a list of polygons {@code [[x0, y0, ...], ...]}, or one bare polygon {@code [x0, y0, ...]};
 *   <li>polygons as lists of points: {@code [[x, y], [x, y], [x, y], ...]}, {@code [[[x, y], ...], ...]} and OpenCV's
 *       {@code [[[x, y]], [[x, y]], ...]}: where every list of a level holds one point, and they are three or more, they are
 *       the points of one polygon;
 *   <li>run lengths, see {@link RunLengthsReader}, also inside a list of one.
 * </ul>
 *
 * <p>No mask is null, NaN (which pandas writes for it), "", {}, a list without a number, and a box: one list of four numbers. Empty parts beside others are
 * ignored. One object serves one thread and keeps its buffers from value to value.
 */
final class SegmentationReader {
    /** Lists inside each other: a list of polygons of lists of points takes 3, GeoJSON's 4. */
    private static final int MAX_LEVELS = 4;

    private static final String RIGHT = "a list of polygons or an object with size and counts";

    private final RunLengthsReader runLengths = new RunLengthsReader();
    private double[] coordinates = new double[512];
    private int[] partEnds = new int[64];
    private int length;
    private int parts;

    /**
     * Reads the value the parser stands on. On a rejection the parser is left somewhere inside it.
     *
     * @return null where there is no mask
     */
    @Nullable
    Segmentation read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == START_ARRAY) {
            return list(parser);
        }
        if (token == START_OBJECT) {
            return runLengths.read(parser);
        }
        boolean isNan = token == VALUE_NUMBER_FLOAT && Double.isNaN(parser.getDoubleValue());
        if (token == VALUE_NULL || isNan || (token == VALUE_STRING && parser.getTextLength() == 0)) {
            return null;
        }
        throw Errors.wrong(parser, Reason.BAD_FIELD, RIGHT);
    }

    private @Nullable Segmentation list(JsonParser parser) throws IOException {
        JsonToken first = Json.nextToken(parser);
        if (first == START_OBJECT) {
            Segmentation only = runLengths.read(parser);
            if (Json.nextToken(parser) != END_ARRAY) {
                throw Errors.wrong(parser, Reason.BAD_RLE, "the end of the list: one object with size and counts");
            }
            return only;
        }
        length = 0;
        parts = 0;
        elements(parser, first, 1);
        boolean isBox = parts == 1 && length == 4;
        return parts == 0 || isBox
                ? null
                : new Polygons(Arrays.copyOf(coordinates, length), Arrays.copyOf(partEnds, parts));
    }

    /** Reads to the end of the list whose first token is given: numbers, which are one part, or lists. */
    private void elements(JsonParser parser, JsonToken first, int level) throws IOException {
        if (first != START_ARRAY) {
            part(parser, first);
            return;
        }
        int firstPart = parts;
        for (JsonToken token = first; token != END_ARRAY; token = Json.nextToken(parser)) {
            if (token != START_ARRAY) {
                throw Errors.wrong(parser, Reason.BAD_POLYGON, "a polygon [x0, y0, x1, y1, ...]");
            }
            if (level == MAX_LEVELS) {
                throw Errors.wrong(parser, Reason.BAD_POLYGON, "no deeper than a list of polygons of points");
            }
            elements(parser, Json.nextToken(parser), level + 1);
        }
        joinPoints(firstPart);
    }

    /** Makes the parts from {@code first} on one polygon if they are three points or more, and nothing but points. */
    private void joinPoints(int first) {
        int n = parts - first;
        int start = first == 0 ? 0 : partEnds[first - 1];
        // No part has less than a point, so that their number and length say it.
        if (n >= 3 && length - start == 2 * n) {
            partEnds[first] = length;
            parts = first + 1;
        }
    }

    /** Reads numbers to the end of their list. */
    private void part(JsonParser parser, JsonToken first) throws IOException {
        int start = length;
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
            if (length == coordinates.length) {
                coordinates = Arrays.copyOf(coordinates, 2 * length);
            }
            coordinates[length++] = value;
        }
        int n = length - start;
        if ((n & 1) != 0) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    Errors.path(parser) + " has an odd number of coordinates: " + n + "; they must be pairs x, y");
        }
        if (n > 0) {
            if (parts == partEnds.length) {
                partEnds = Arrays.copyOf(partEnds, 2 * parts);
            }
            partEnds[parts++] = length;
        }
    }
}
