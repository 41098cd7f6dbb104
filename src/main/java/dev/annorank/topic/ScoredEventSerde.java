package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageForgotten;
import dev.annorank.model.ScoredEvent.ImageRemoved;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.model.ScoredEvent.InstanceDeleted;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Values of {@code instance-scores}. On the path of every event, hence streamed. */
public final class ScoredEventSerde extends JsonSerde<ScoredEvent> {

    @Override
    void write(ScoredEvent event, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", type(event));
        out.writeStringField("dataset", event.dataset());
        out.writeStringField("image", event.image());
        if (event.version().isPresent()) {
            out.writeNumberField("version", event.version().getAsLong());
        }
        if (event instanceof InstanceScored scored) {
            out.writeFieldName("instance");
            writeInstance(scored.instance(), out);
        } else if (event instanceof InstanceDeleted deleted) {
            out.writeStringField("annotation", deleted.annotation());
        } else if (event instanceof ImageScored replaced) {
            out.writeArrayFieldStart("instances");
            for (ScoredInstance instance : replaced.instances()) {
                writeInstance(instance, out);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static String type(ScoredEvent event) {
        if (event instanceof InstanceScored) {
            return "annotation.upserted";
        }
        if (event instanceof InstanceDeleted) {
            return "annotation.deleted";
        }
        if (event instanceof ImageForgotten) {
            return "image.forgotten";
        }
        return event instanceof ImageScored ? "image.replaced" : "image.deleted";
    }

    private static void writeInstance(ScoredInstance instance, JsonGenerator out) throws IOException {
        ShapeScore score = instance.score();
        out.writeStartObject();
        out.writeStringField("annotation", instance.annotation());
        out.writeStringField("class", instance.category());
        out.writeBooleanField("iscrowd", instance.crowd());
        out.writeNumberField("perimeterPx", score.perimeterPx());
        out.writeNumberField("areaPx2", score.areaPx2());
        out.writeNumberField("contours", score.contours());
        out.writeNumberField("scs", score.scs());
        out.writeNumberField("siScs", score.siScs());
        out.writeEndObject();
    }

    @Override
    ScoredEvent read(JsonParser in) throws IOException {
        requireObject(in);
        String type = null;
        String dataset = null;
        String image = null;
        String annotation = null;
        OptionalLong version = OptionalLong.empty();
        ScoredInstance instance = null;
        List<ScoredInstance> instances = null;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "type" -> type = in.getText();
                case "dataset" -> dataset = in.getText();
                case "image" -> image = in.getText();
                case "annotation" -> annotation = in.getText();
                case "version" -> version = OptionalLong.of(in.getLongValue());
                case "instance" -> instance = readInstance(in);
                case "instances" -> instances = readInstances(in);
                default -> in.skipChildren();
            }
        }
        return event(
                require(type, "type"),
                require(dataset, "dataset"),
                require(image, "image"),
                version,
                annotation,
                instance,
                instances);
    }

    private static ScoredEvent event(
            String type,
            String dataset,
            String image,
            OptionalLong version,
            @Nullable String annotation,
            @Nullable ScoredInstance instance,
            @Nullable List<ScoredInstance> instances) {
        return switch (type) {
            case "annotation.upserted" -> new InstanceScored(dataset, image, version, require(instance, "instance"));
            case "annotation.deleted" ->
                new InstanceDeleted(dataset, image, version, require(annotation, "annotation"));
            case "image.replaced" -> new ImageScored(dataset, image, version, require(instances, "instances"));
            case "image.deleted" -> new ImageRemoved(dataset, image, version);
            case "image.forgotten" -> new ImageForgotten(dataset, image);
            default -> throw new IllegalArgumentException("unknown type \"" + type + "\"");
        };
    }

    private static List<ScoredInstance> readInstances(JsonParser in) throws IOException {
        require(in.currentToken() == JsonToken.START_ARRAY, "instances must be an array");
        List<ScoredInstance> instances = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            instances.add(readInstance(in));
        }
        return instances;
    }

    private static ScoredInstance readInstance(JsonParser in) throws IOException {
        requireObject(in);
        String annotation = null;
        String category = null;
        boolean crowd = false;
        double perimeterPx = 0;
        double areaPx2 = 0;
        int contours = 0;
        double scs = 0;
        double siScs = 0;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "annotation" -> annotation = in.getText();
                case "class" -> category = in.getText();
                case "iscrowd" -> crowd = in.getBooleanValue();
                case "perimeterPx" -> perimeterPx = in.getDoubleValue();
                case "areaPx2" -> areaPx2 = in.getDoubleValue();
                case "contours" -> contours = in.getIntValue();
                case "scs" -> scs = in.getDoubleValue();
                case "siScs" -> siScs = in.getDoubleValue();
                default -> in.skipChildren();
            }
        }
        return new ScoredInstance(
                require(annotation, "annotation"),
                require(category, "class"),
                crowd,
                new ShapeScore(perimeterPx, areaPx2, contours, scs, siScs));
    }
}
