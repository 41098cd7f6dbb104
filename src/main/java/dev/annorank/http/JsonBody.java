package dev.annorank.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Something that writes itself as JSON. Doubles are written in their shortest form that reads back to the same bits. */
@FunctionalInterface
interface JsonBody {
    JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    void write(JsonGenerator out) throws IOException;

    /** The whole text in UTF-8. */
    static byte[] bytes(JsonBody body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try {
            write(body, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes to a stream, which stays open. */
    static void write(JsonBody body, OutputStream stream) throws IOException {
        try (JsonGenerator out = FACTORY.createGenerator(stream)) {
            body.write(out);
        }
    }
}
