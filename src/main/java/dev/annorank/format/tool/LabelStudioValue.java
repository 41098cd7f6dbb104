package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The value of a Label Studio result: its labels and its polygon or mask, as they are written there. */
final class LabelStudioValue {
    static final String POLYGON = "polygonlabels";
    static final String BRUSH = "brushlabels";
    static final String BITMASK = "bitmasklabels";
    static final String LABELS = "labels";

    /** The fields that may hold the class; the one named as the type counts first. */
    private static final List<String> LABEL_FIELDS = List.of(POLYGON, BRUSH, BITMASK, LABELS);

    /** The fields that say where something is that has no mask. */
    private static final Set<String> PLACES = Set.of("x", "y", "vertices");

    private final WebhookProblems problems;
    private final Map<String, String> labels = new HashMap<>();
    private @Nullable String format;
    private double @Nullable [] points;
    private byte @Nullable [] rle;
    private int rleLength;
    private @Nullable String bitmask;
    private boolean placed;

    /** @param problems where what is wrong with a field is kept */
    LabelStudioValue(WebhookProblems problems) {
        this.problems = problems;
    }

    /** Reads the object the parser stands on, to its end; null is an empty one. */
    void read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            WebhookJson.object(parser, this::field);
        }
    }

    private void field(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        problems.keep("value." + name, parser, () -> {
            switch (name) {
                case POLYGON, BRUSH, BITMASK, LABELS -> labels(name, parser);
                case "format" -> format = Scalars.optionalText(parser);
                case "points" -> points = points(parser);
                case "rle" -> rle = bytes(parser);
                case "imageDataURL" -> bitmask = Scalars.text(parser);
                default -> {
                    placed |= PLACES.contains(name);
                    parser.skipChildren();
                }
            }
        });
    }

    /** A list of labels, or a single one. */
    private void labels(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            WebhookJson.list(parser, (unused, element) -> label(name, element));
        } else {
            label(name, parser);
        }
    }

    private void label(String name, JsonParser parser) throws IOException {
        String label = Scalars.id(parser);
        if (label != null) {
            labels.putIfAbsent(name, label);
        }
    }

    private static double[] points(JsonParser parser) throws IOException {
        String right = "a point [x, y] in percent of the image";
        double[] list = new double[64];
        int n = 0;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Errors.wrong(parser, Reason.BAD_POLYGON, "a list of points [x, y]");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw Errors.wrong(parser, Reason.BAD_POLYGON, right);
            }
            if (n == list.length) {
                list = Arrays.copyOf(list, 2 * n);
            }
            for (int i = 0; i < 2; i++) {
                parser.nextToken();
                list[n++] = WebhookJson.number(parser, Reason.BAD_POLYGON, right);
            }
            if (parser.nextToken() != JsonToken.END_ARRAY) {
                throw Errors.wrong(parser, Reason.BAD_POLYGON, "the end of a point [x, y]");
            }
        }
        return Arrays.copyOf(list, n);
    }

    private byte[] bytes(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Errors.wrong(parser, Reason.BAD_RLE, "a list of bytes");
        }
        byte[] list = new byte[256];
        int n = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (n == list.length) {
                list = Arrays.copyOf(list, 2 * n);
            }
            list[n++] = (byte) WebhookJson.wholeNumber(parser, 0, 255, Reason.BAD_RLE);
        }
        rleLength = n;
        return list;
    }

    /** Whether there are vertices, right or wrong. */
    boolean hasPoints() {
        return points != null || problems.has("value.points");
    }

    /** Whether there is a PNG, right or wrong. */
    boolean hasBitmask() {
        return bitmask != null || problems.has("value.imageDataURL");
    }

    /** Whether there is a polygon or mask of any kind, right or wrong. */
    boolean hasMask() {
        return hasPoints() || hasBitmask() || rle != null || problems.has("value.rle");
    }

    /** Whether it says where something is that has no mask, as a box. */
    boolean isPlaced() {
        return placed;
    }

    boolean hasLabel() {
        return !labels.isEmpty();
    }

    /** The first of the labels of an entry of that type. */
    String label(String type) {
        String label = labels.get(type);
        for (String field : LABEL_FIELDS) {
            label = label == null ? labels.get(field) : label;
        }
        return problems.require(label, "value." + (LABEL_FIELDS.contains(type) ? type : LABELS));
    }

    /** x, y, x, y, ... in percent of the image. */
    double[] points() {
        return problems.require(points, "value.points");
    }

    /** The PNG as data URL. */
    String bitmask() {
        return problems.require(bitmask, "value.imageDataURL");
    }

    /** The mask of a brush; the first {@link #rleLength} bytes count. */
    byte[] rle() {
        if (format != null && !format.equals("rle")) {
            throw new RejectedException(
                    Reason.BAD_RLE, "value.format is " + Errors.quoted(format) + "; it must be \"rle\"");
        }
        return problems.require(rle, "value.rle");
    }

    int rleLength() {
        return rleLength;
    }
}
