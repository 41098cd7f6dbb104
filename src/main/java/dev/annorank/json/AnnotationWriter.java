package dev.annorank.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.io.IOException;

/**
 * Writes images and annotations as compact JSON that {@link ImageReader} and {@link AnnotationReader} read back as
 * equal: every coordinate is the same double, bit by bit.
 */
public final class AnnotationWriter {
    private AnnotationWriter() {}

    /** Writes an image object; what is not known of it is left out. */
    public static void write(JsonGenerator json, Image image) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", image.id());
        json.writeNumberField("width", image.width());
        json.writeNumberField("height", image.height());
        if (image.fileName() != null) {
            json.writeStringField("fileName", Scalars.requireUtf8("image.fileName", image.fileName()));
        }
        if (image.url() != null) {
            json.writeStringField("url", Scalars.requireUtf8("image.url", image.url()));
        }
        json.writeEndObject();
    }

    /** Writes an annotation object; {@code iscrowd} is left out where it is 0. */
    public static void write(JsonGenerator json, Annotation annotation) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", annotation.id());
        json.writeStringField("category", annotation.category());
        json.writeFieldName("segmentation");
        write(json, annotation.segmentation());
        if (annotation.crowd()) {
            json.writeNumberField("iscrowd", 1);
        }
        json.writeEndObject();
    }

    /** Writes a segmentation in its own form. */
    public static void write(JsonGenerator json, Segmentation segmentation) throws IOException {
        if (segmentation instanceof Polygons polygons) {
            json.writeStartArray();
            for (int part = 0; part < polygons.parts(); part++) {
                json.writeStartArray();
                for (int i = polygons.partStart(part); i < polygons.partEnds()[part]; i++) {
                    writeCoordinate(json, polygons.coordinates()[i]);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        } else if (segmentation instanceof Rle rle) {
            startRle(json, rle.height(), rle.width());
            json.writeArray(rle.counts(), 0, rle.counts().length);
            json.writeEndObject();
        } else if (segmentation instanceof CompressedRle rle) {
            startRle(json, rle.height(), rle.width());
            json.writeString(rle.counts());
            json.writeEndObject();
        }
    }

    private static void startRle(JsonGenerator json, int height, int width) throws IOException {
        json.writeStartObject();
        json.writeFieldName("size");
        json.writeArray(new int[] {height, width}, 0, 2);
        json.writeFieldName("counts");
    }

    private static void writeCoordinate(JsonGenerator json, double value) throws IOException {
        int whole = (int) value;
        // The integer 0 would lose the sign of -0.0.
        if (whole == value && (whole != 0 || 1 / value > 0)) {
            json.writeNumber(whole);
        } else {
            json.writeNumber(value);
        }
    }
}
