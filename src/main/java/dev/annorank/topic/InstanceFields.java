package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.Outline;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The fields of a record that say what an instance is: its id, its class, its measures and its outline. */
final class InstanceFields {
    private @Nullable String annotation;
    private @Nullable String category;
    private boolean crowd;
    private double perimeterPx;
    private double areaPx2;
    private int contours;
    private double scs;
    private double siScs;
    private @Nullable Outline outline;
    private boolean selfCrossing;

    static void write(ScoredInstance instance, JsonGenerator out) throws IOException {
        ShapeScore score = instance.score();
        out.writeStringField("annotation", instance.annotation());
        out.writeStringField("class", instance.category());
        out.writeBooleanField("iscrowd", instance.crowd());
        out.writeNumberField("perimeterPx", score.perimeterPx());
        out.writeNumberField("areaPx2", score.areaPx2());
        out.writeNumberField("contours", score.contours());
        out.writeNumberField("scs", score.scs());
        out.writeNumberField("siScs", score.siScs());
        if (instance.selfCrossing()) {
            out.writeBooleanField("selfCrossing", true);
        }
        Outline drawn = instance.outline();
        if (drawn != null) {
            out.writeFieldName("outline");
            out.writeArray(drawn.xy(), 0, drawn.xy().length);
        }
    }

    /** Reads an object of these fields and others. */
    static ScoredInstance readObject(JsonParser in) throws IOException {
        JsonSerde.requireObject(in);
        InstanceFields fields = new InstanceFields();
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            if (!fields.read(field, in)) {
                in.skipChildren();
            }
        }
        return fields.instance();
    }

    /** Takes the value of a field; {@code in} stands on it. False if it is none of these. */
    boolean read(String field, JsonParser in) throws IOException {
        switch (field) {
            case "annotation" -> annotation = in.getText();
            case "class" -> category = in.getText();
            case "iscrowd" -> crowd = in.getBooleanValue();
            case "perimeterPx" -> perimeterPx = in.getDoubleValue();
            case "areaPx2" -> areaPx2 = in.getDoubleValue();
            case "contours" -> contours = in.getIntValue();
            case "scs" -> scs = in.getDoubleValue();
            case "siScs" -> siScs = in.getDoubleValue();
            case "selfCrossing" -> selfCrossing = in.getBooleanValue();
            case "outline" -> outline = readOutline(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What was read. */
    ScoredInstance instance() {
        return new ScoredInstance(
                JsonSerde.require(annotation, "annotation"),
                JsonSerde.require(category, "class"),
                crowd,
                new ShapeScore(perimeterPx, areaPx2, contours, scs, siScs),
                outline,
                selfCrossing);
    }

    private static Outline readOutline(JsonParser in) throws IOException {
        JsonSerde.require(in.currentToken() == JsonToken.START_ARRAY, "outline must be an array");
        int[] xy = new int[2 * Outline.MAX_POINTS];
        int size = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            JsonSerde.require(size < xy.length, "outline has more than " + Outline.MAX_POINTS + " points");
            xy[size++] = in.getIntValue();
        }
        return new Outline(Arrays.copyOf(xy, size));
    }
}
