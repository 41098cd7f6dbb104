package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.Image;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageForgotten;
import dev.annorank.model.ScoredEvent.ImageRemoved;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.model.ScoredEvent.InstanceDeleted;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
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
            writePicture(scored.picture(), out);
            out.writeObjectFieldStart("instance");
            InstanceFields.write(scored.instance(), out);
            out.writeEndObject();
        } else if (event instanceof InstanceDeleted deleted) {
            out.writeStringField("annotation", deleted.annotation());
        } else if (event instanceof ImageScored replaced) {
            writePicture(replaced.picture(), out);
            out.writeArrayFieldStart("instances");
            for (ScoredInstance instance : replaced.instances()) {
                out.writeStartObject();
                InstanceFields.write(instance, out);
                out.writeEndObject();
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

    private static void writePicture(@Nullable Image picture, JsonGenerator out) throws IOException {
        if (picture != null) {
            PictureFields.write(picture, out);
        }
    }

    @Override
    ScoredEvent read(JsonParser in) throws IOException {
        requireObject(in);
        String type = null;
        String dataset = null;
        String image = null;
        String annotation = null;
        OptionalLong version = OptionalLong.empty();
        PictureFields picture = new PictureFields();
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
                case "instance" -> instance = InstanceFields.readObject(in);
                case "instances" -> instances = readInstances(in);
                default -> picture.read(field, in);
            }
        }
        String known = require(dataset, "dataset");
        String id = require(image, "image");
        return switch (require(type, "type")) {
            case "annotation.upserted" ->
                new InstanceScored(known, id, version, require(instance, "instance"), picture.of(id));
            case "annotation.deleted" -> new InstanceDeleted(known, id, version, require(annotation, "annotation"));
            case "image.replaced" ->
                new ImageScored(known, id, version, require(instances, "instances"), picture.of(id));
            case "image.deleted" -> new ImageRemoved(known, id, version);
            case "image.forgotten" -> new ImageForgotten(known, id);
            default -> throw new IllegalArgumentException("unknown type \"" + type + "\"");
        };
    }

    private static List<ScoredInstance> readInstances(JsonParser in) throws IOException {
        require(in.currentToken() == JsonToken.START_ARRAY, "instances must be an array");
        List<ScoredInstance> instances = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            instances.add(InstanceFields.readObject(in));
        }
        return instances;
    }
}
