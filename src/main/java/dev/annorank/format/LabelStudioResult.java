package dev.annorank.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the result list of a Label Studio annotation: an instance if it is a polygon or a brush mask. What is wrong
 * with it counts only once its type is known, which comes last; an entry of another type may hold anything.
 */
final class LabelStudioResult {
    /** Types of entries that are instances, and the names of the fields of {@code value} that hold their class. */
    private static final String POLYGON = "polygonlabels";

    private static final String BRUSH = "brushlabels";
    /** Regions drawn with a plain Polygon or Brush tag beside a Labels tag. */
    private static final String LABELS = "labels";

    /** Percents are px / size x 100 in double precision; what is this close to a whole pixel was one. */
    private static final double SNAP_PX = 1e-6;

    private final Map<String, String> labels = new HashMap<>();
    private @Nullable String id;
    private String type = "(none)";
    private @Nullable String format;
    private double @Nullable [] points;
    private byte @Nullable [] rle;
    private int rleLength;
    private @Nullable Integer width;
    private @Nullable Integer height;
    private @Nullable String tag;
    private @Nullable Long item;
    private @Nullable RejectedException problem;

    /** Reads the object the parser stands on, to its end. */
    static LabelStudioResult read(JsonParser parser) throws IOException {
        LabelStudioResult result = new LabelStudioResult();
        WebhookJson.object(parser, result::field);
        return result;
    }

    private void field(String name, JsonParser parser) throws IOException {
        JsonStreamContext holder = WebhookJson.holder(parser);
        try {
            switch (name) {
                case "id" -> id = Scalars.id(parser);
                case "type" -> {
                    String given = Scalars.text(parser);
                    type = given == null ? type : given;
                }
                case "original_width" -> width = Scalars.pixels(parser);
                case "original_height" -> height = Scalars.pixels(parser);
                case "to_name" -> tag = Scalars.id(parser);
                case "item_index" -> item = Scalars.wholeNumber(parser);
                case "value" -> WebhookJson.object(parser, this::value);
                default -> parser.skipChildren();
            }
        } catch (RejectedException e) {
            problem = problem == null ? e : problem;
            Json.skipToEndOfValue(parser, holder);
        }
    }

    private void value(String name, JsonParser parser) throws IOException {
        switch (name) {
            case POLYGON, BRUSH, LABELS ->
                WebhookJson.list(parser, (unused, element) -> {
                    String label = Scalars.id(element);
                    if (label != null) {
                        labels.putIfAbsent(name, label);
                    }
                });
            case "format" -> format = Scalars.text(parser);
            case "points" -> points = points(parser);
            case "rle" -> rle = bytes(parser);
            default -> parser.skipChildren();
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

    String type() {
        return type;
    }

    /** Whether it is an instance, or would be if nothing were wrong with it. */
    boolean isInstance() {
        return type.equals(POLYGON) || type.equals(BRUSH) || (type.equals(LABELS) && (points != null || rle != null));
    }

    /** Columns of its image in px, if it says so. */
    @Nullable
    Integer width() {
        return width;
    }

    /** Rows of its image in px, if it says so. */
    @Nullable
    Integer height() {
        return height;
    }

    /** Which of its task's pictures it is on: the tag that shows it, and the place in its list; null if it does not say. */
    @Nullable
    String picture() {
        return item == null || item == 0 ? tag : tag + "[" + item + "]";
    }

    /** For a message: its id, or that it has none. */
    String shownId() {
        return id == null ? "without id" : Errors.quoted(id);
    }

    /** Its id; of an instance. */
    String id() {
        if (problem != null) {
            throw problem;
        }
        return require(id, "id");
    }

    /** The first of its labels. */
    String label() {
        return require(labels.get(type), "value." + type);
    }

    /** Its mask in px. */
    Segmentation segmentation(long maxPixels, int maxRuns) {
        int columns = require(width, "original_width");
        int rows = require(height, "original_height");
        boolean polygon = type.equals(POLYGON) || (type.equals(LABELS) && points != null);
        return polygon ? polygon(columns, rows) : brush(columns, rows, maxPixels, maxRuns);
    }

    private Segmentation polygon(int columns, int rows) {
        double[] percents = require(points, "value.points");
        double[] pixels = new double[percents.length];
        for (int i = 0; i < pixels.length; i++) {
            double px = percents[i] * ((i & 1) == 0 ? columns : rows) / 100;
            double whole = Math.rint(px);
            pixels[i] = Math.abs(px - whole) < SNAP_PX ? whole : px;
        }
        return Polygons.of(pixels);
    }

    private Segmentation brush(int columns, int rows, long maxPixels, int maxRuns) {
        if (format != null && !format.equals("rle")) {
            throw new RejectedException(
                    Reason.BAD_RLE, "value.format is " + Errors.quoted(format) + "; it must be \"rle\"");
        }
        return LabelStudioBrush.decode(require(rle, "value.rle"), rleLength, columns, rows, maxPixels, maxRuns);
    }

    private static <T> T require(@Nullable T value, String field) {
        if (value == null) {
            throw new RejectedException(Reason.MISSING_FIELD, field + " is missing");
        }
        return value;
    }
}
