package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One of the shapes of a job, by itself or within a track. What is wrong with it counts only where it is used: it is left out
 * then, and no other shape with it.
 */
final class CvatShape {
    private static final double[] NONE = new double[0];

    private final WebhookProblems problems = new WebhookProblems();
    private final @Nullable CvatTrack track;
    private final CvatFields fields = new CvatFields();
    private String type = "(none)";
    private int frame;
    private boolean outside;
    private double[] points = NONE;

    private CvatShape(@Nullable CvatTrack track) {
        this.track = track;
    }

    /**
     * Reads the object the parser stands on, to its end.
     *
     * @param track the track it is of, which has its id, label and group; null if it is by itself
     */
    static CvatShape read(JsonParser parser, @Nullable CvatTrack track) throws IOException {
        CvatShape shape = new CvatShape(track);
        WebhookJson.object(parser, shape::field);
        return shape;
    }

    private void field(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        problems.keep(name, parser, () -> {
            switch (name) {
                case "type" -> {
                    String given = Scalars.optionalText(parser);
                    type = given == null ? type : given;
                }
                case "frame" -> frame = CvatFields.number(parser);
                case "outside" -> outside = WebhookJson.flag(parser);
                case "points" -> points = points(parser);
                default -> fields.read(name, parser);
            }
        });
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

    /** Its id, or {@code track-ID}: a track has one shape a frame, and its ids are apart from those of other shapes. */
    String id() {
        return track == null ? Long.toString(fields.id()) : "track-" + track.id();
    }

    /** For a message: what it is. */
    String shown() {
        return track == null ? "shape " + fields.id() : "track " + track.id();
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

    /** Of a track: from its frame on, the instance is not to be seen. */
    boolean isOutside() {
        return outside;
    }

    /** The number within the task of the frame it is on. */
    int frame() {
        problems.throwIfAny("frame");
        return frame;
    }

    int label() {
        return track == null ? fields.label() : track.label();
    }

    /** Shapes of a frame with the same group, other than 0, and the same label are one instance. */
    int group() {
        return track == null ? fields.group() : track.group();
    }

    /** Of a polygon: x, y, x, y, ... in px; of a mask: see {@link CvatMask}. */
    double[] points() {
        if (track == null) {
            problems.throwIfAny("id", "label_id", "group");
        } else {
            track.requireUsable();
        }
        problems.throwIfAny("points");
        return points;
    }
}
