package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annorank.model.Image;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.Outline;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Values of {@code instances}. */
public final class InstanceDetailSerde extends JsonSerde<InstanceDetail> {
    private static final ObjectMapper TREES = new ObjectMapper();

    @Override
    void write(InstanceDetail detail, JsonGenerator out) throws IOException {
        ScoredInstance instance = detail.instance();
        ShapeScore score = instance.score();
        out.writeStartObject();
        out.writeStringField("dataset", detail.dataset());
        out.writeStringField("image", detail.image().id());
        out.writeStringField("annotation", instance.annotation());
        out.writeStringField("class", instance.category());
        out.writeBooleanField("iscrowd", instance.crowd());
        out.writeNumberField("perimeterPx", score.perimeterPx());
        out.writeNumberField("areaPx2", score.areaPx2());
        out.writeNumberField("contours", score.contours());
        out.writeNumberField("scs", score.scs());
        out.writeNumberField("siScs", score.siScs());
        out.writeNumberField("width", detail.image().width());
        out.writeNumberField("height", detail.image().height());
        if (detail.image().fileName() != null) {
            out.writeStringField("fileName", detail.image().fileName());
        }
        if (detail.image().url() != null) {
            out.writeStringField("url", detail.image().url());
        }
        if (detail.selfCrossing()) {
            out.writeBooleanField("selfCrossing", true);
        }
        Outline outline = detail.outline();
        if (outline != null) {
            out.writeFieldName("outline");
            out.writeArray(outline.xy(), 0, outline.xy().length);
        }
        out.writeEndObject();
    }

    @Override
    InstanceDetail read(JsonParser in) throws IOException {
        requireObject(in);
        JsonNode node = TREES.readTree(in);
        ShapeScore score = new ShapeScore(
                node.required("perimeterPx").asDouble(),
                node.required("areaPx2").asDouble(),
                node.required("contours").asInt(),
                node.required("scs").asDouble(),
                node.required("siScs").asDouble());
        return new InstanceDetail(
                node.required("dataset").asText(),
                new Image(
                        node.required("image").asText(),
                        node.required("width").asInt(),
                        node.required("height").asInt(),
                        text(node.get("fileName")),
                        text(node.get("url"))),
                new ScoredInstance(
                        node.required("annotation").asText(),
                        node.required("class").asText(),
                        node.path("iscrowd").asBoolean(),
                        score),
                outline(node.get("outline")),
                node.path("selfCrossing").asBoolean());
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.asText();
    }

    private static @Nullable Outline outline(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        int[] xy = new int[node.size()];
        for (int i = 0; i < xy.length; i++) {
            xy[i] = node.get(i).asInt();
        }
        return new Outline(xy);
    }
}
