package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the result list of a Label Studio annotation, as it is written there. What is wrong with a field counts only
 * where that field is needed: an entry of another type may hold anything.
 */
final class LabelStudioResult {
    /** What an entry is to the image's instances. */
    enum Kind {
        /** A polygon, a brush mask or a bitmask, or what would be one if nothing were wrong with it. */
        MASK,
        /** Something drawn on the image that is no mask: a box, an ellipse, a point, a line; or something of no type. */
        OTHER_SHAPE,
        /** Neither, as a choice or a text. */
        NO_SHAPE
    }

    /**
     * What an entry says of its image's size.
     *
     * @param width columns in px, null if not said
     * @param height rows in px, null if not said
     */
    record Size(@Nullable Integer width, @Nullable Integer height) {}

    /** A plain Polygon, Brush or Bitmask tag beside a Labels tag makes two entries of one id, one of them of type labels. */
    private static final Set<String> MASK_TYPES = Set.of(
            LabelStudioValue.POLYGON, LabelStudioValue.BRUSH, LabelStudioValue.BITMASK, "polygon", "brush", "bitmask");

    private static final Set<String> OTHER_SHAPES = Set.of(
            "rectanglelabels",
            "rectangle",
            "ellipselabels",
            "ellipse",
            "keypointlabels",
            "keypoint",
            "vectorlabels",
            "vector",
            "videorectangle",
            "videovector");

    private final WebhookProblems problems = new WebhookProblems();
    private final LabelStudioValue value = new LabelStudioValue(problems);
    private @Nullable String id;
    private @Nullable String type;
    private @Nullable Integer width;
    private @Nullable Integer height;
    private int rotation;
    private @Nullable String tag;
    private @Nullable Long item;

    /** Reads the object the parser stands on, to its end. */
    static LabelStudioResult read(JsonParser parser) throws IOException {
        LabelStudioResult result = new LabelStudioResult();
        WebhookJson.object(parser, result::field);
        return result;
    }

    private void field(String name, JsonParser parser) throws IOException {
        problems.keep(name, parser, () -> {
            switch (name) {
                case "id" -> id = Scalars.id(parser);
                case "type" -> type = Scalars.optionalText(parser);
                case "original_width" -> width = Scalars.pixels(parser);
                case "original_height" -> height = Scalars.pixels(parser);
                case "image_rotation" -> rotation = rotation(parser);
                case "to_name" -> tag = Scalars.id(parser);
                case "item_index" -> item = Scalars.wholeNumber(parser);
                case "value" -> value.read(parser);
                default -> parser.skipChildren();
            }
        });
    }

    private static int rotation(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL
                ? 0
                : (int) WebhookJson.number(parser, Reason.BAD_FIELD, "degrees");
    }

    /** Its type as it says; "(none)" if it does not. */
    String type() {
        return type == null ? "(none)" : type;
    }

    private boolean isOfLabels() {
        return type().equals(LabelStudioValue.LABELS);
    }

    Kind kind() {
        if (MASK_TYPES.contains(type()) || (isOfLabels() && value.hasMask())) {
            return Kind.MASK;
        }
        boolean isShape = type == null || OTHER_SHAPES.contains(type) || (isOfLabels() && value.isPlaced());
        return isShape ? Kind.OTHER_SHAPE : Kind.NO_SHAPE;
    }

    /** Whether it is a PNG, which has its size with it; of an instance. */
    boolean isBitmask() {
        return type().startsWith("bitmask") || (isOfLabels() && value.hasBitmask());
    }

    /** Of an instance. */
    boolean isPolygon() {
        return type().startsWith("polygon") || (isOfLabels() && value.hasPoints());
    }

    /** Its labels, and its polygon or mask. */
    LabelStudioValue value() {
        return value;
    }

    /** By how many degrees its image was turned on the screen; its coordinates are those of the image as it is stored. */
    int rotation() {
        return rotation;
    }

    /** Which of its task's pictures it is on: the tag that shows it, and the place in its list; null if it does not say. */
    @Nullable
    String picture() {
        return item == null || item == 0 ? tag : tag + "[" + item + "]";
    }

    /** Its id, if it has one. */
    @Nullable
    String givenId() {
        return id;
    }

    /** For a message: its id, or that it has none. */
    String shownId() {
        return id == null ? "without id" : Errors.quoted(id);
    }

    /** Its id; of an instance. */
    String id() {
        problems.throwIfAny("value", "to_name", "item_index");
        return problems.require(id, "id");
    }

    /** The first of its labels; of an instance. */
    String label() {
        return value.label(type());
    }

    /** What it says of its image's size; of an instance. */
    Size size() {
        problems.throwIfAny("original_width", "original_height");
        return new Size(width, height);
    }

    /** The same, of any entry: what is wrong is as good as not said. */
    Size saidSize() {
        return new Size(width, height);
    }
}
