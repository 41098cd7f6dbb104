package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.json.AnnotationWriter;
import dev.annorank.json.Json;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.RejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes events as records of the {@code annotations} topic, such that {@link EventReader} reads equal events back. */
public final class EventWriter {
    private EventWriter() {}

    /** The record's key: the image id in UTF-8. */
    public static byte[] key(AnnotationEvent event) {
        return event.imageId().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The record's value: compact JSON in UTF-8. Ids are written as strings.
     *
     * @throws RejectedException if a file name or url holds an unpaired surrogate, which UTF-8 cannot express
     */
    public static byte[] value(AnnotationEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.generator(bytes)) {
            write(json, event);
        } catch (IOException e) {
            // An array cannot fail to be written.
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, AnnotationEvent event) throws IOException {
        json.writeStartObject();
        if (event instanceof AnnotationUpserted upserted) {
            start(json, "annotation.upserted", event);
            AnnotationWriter.write(json, upserted.image());
            json.writeFieldName("annotation");
            AnnotationWriter.write(json, upserted.annotation());
        } else if (event instanceof AnnotationDeleted deleted) {
            start(json, "annotation.deleted", event);
            writeId(json, deleted.imageId());
            json.writeFieldName("annotation");
            writeId(json, deleted.annotationId());
        } else if (event instanceof ImageReplaced replaced) {
            start(json, "image.replaced", event);
            AnnotationWriter.write(json, replaced.image());
            json.writeArrayFieldStart("annotations");
            for (Annotation annotation : replaced.annotations()) {
                AnnotationWriter.write(json, annotation);
            }
            json.writeEndArray();
        } else if (event instanceof ImageDeleted deleted) {
            start(json, "image.deleted", event);
            writeId(json, deleted.imageId());
        }
        json.writeEndObject();
    }

    /** Writes what all events have, up to the name of the image field. */
    private static void start(JsonGenerator json, String type, AnnotationEvent event) throws IOException {
        json.writeStringField("type", type);
        json.writeStringField("dataset", event.dataset());
        if (event.version().isPresent()) {
            json.writeNumberField("version", event.version().getAsLong());
        }
        json.writeFieldName("image");
    }

    private static void writeId(JsonGenerator json, String id) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeEndObject();
    }
}
