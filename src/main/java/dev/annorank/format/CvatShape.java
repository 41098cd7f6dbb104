package dev.annorank.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One of the shapes of a job. What is wrong with it counts only where it is used: it is left out then, and no other shape
 * with it.
 */
final class CvatShape {
    private static final double[] NONE = new double[0];

    private long id;
    private String type = "(none)";
    private int frame;
    private int label;
    private int group;
    private double[] points = NONE;
    private @Nullable RejectedException problem;

    /** Reads the object the parser stands on, to its end. */
    static CvatShape read(JsonParser parser) throws IOException {
        CvatShape shape = new CvatShape();
        WebhookJson.object(parser, shape::field);
        return shape;
    }

    private void field(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        JsonStreamContext holder = WebhookJson.holder(parser);
        try {
            switch (name) {
                case "id" -> {
                    Long given = Scalars.wholeNumber(parser);
                    id = given == null ? 0 : given;
                }
                case "type" -> {
                    String given = Scalars.text(parser);
                    type = given == null ? type : given;
                }
                case "frame" -> frame = number(parser);
                case "label_id" -> label = number(parser);
                case "group" -> group = number(parser);
                case "points" -> points = points(parser);
                default -> parser.skipChildren();
            }
        } catch (RejectedException e) {
            problem = problem == null ? e : problem;
            Json.skipToEndOfValue(parser, holder);
        }
    }

    private static int number(JsonParser parser) throws IOException {
        return WebhookJson.wholeNumber(parser, 0, Integer.MAX_VALUE, Reason.BAD_FIELD);
    }

    private static double[] points(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Errors.wrong(parser, Reason.BAD_FIELD, "a list of numbers");
        }
        double[] points = new double[32];
        int n = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (n == points.length) {
                points = Arrays.copyOf(points, 2 * n);
            }
            points[n++] = WebhookJson.number(parser, Reason.BAD_FIELD, "a number");
        }
        return Arrays.copyOf(points, n);
    }

    long id() {
        return id;
    }

    String type() {
        return type;
    }

    boolean isPolygon() {
        return type.equals("polygon");
    }

    boolean isMask() {
        return type.equals("mask");
    }

    /** The number within the task of the frame it is on. */
    int frame() {
        return frame;
    }

    int label() {
        return label;
    }

    /** Shapes of a frame with the same group, other than 0, and the same label are one instance. */
    int group() {
        return group;
    }

    /** Of a polygon: x, y, x, y, ... in px; of a mask: see {@link CvatMask}. */
    double[] points() {
        if (problem != null) {
            throw problem;
        }
        return points;
    }
}
