package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.annorank.model.RejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * JSON values of annorank's own topics. Doubles are written in their shortest form that reads back to the same bits.
 *
 * @param <T> what one value means
 */
abstract class JsonSerde<T> implements Serde<T> {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    abstract void write(T value, JsonGenerator out) throws IOException;

    /** Reads one value; {@code in} stands on its first token. */
    abstract T read(JsonParser in) throws IOException;

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : toBytes(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return new Deserializer<>() {
            @Override
            public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
                return bytes == null ? null : fromBytes(topic, bytes);
            }

            /** Clients call this one. A newer value might be unreadable, or worse, readable with another meaning. */
            @Override
            public @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
                RecordFormat.requireKnown(topic, headers);
                return deserialize(topic, bytes);
            }
        };
    }

    private byte[] toBytes(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(value, out);
        } catch (IOException e) {
            throw new SerializationException("cannot write " + value, e);
        }
        return bytes.toByteArray();
    }

    private T fromBytes(@Nullable String topic, byte[] bytes) {
        try (JsonParser in = JSON.createParser(bytes)) {
            in.nextToken();
            T value = read(in);
            if (in.nextToken() != null) {
                throw new SerializationException("value in topic " + topic + " goes on after its end");
            }
            return value;
        } catch (IOException | RejectedException | IllegalArgumentException | DateTimeException e) {
            throw new SerializationException(
                    "value in topic " + topic + " is not what annorank writes: " + e.getMessage(), e);
        }
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    static <V> V require(@Nullable V value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("field " + field + " is missing");
        }
        return value;
    }

    static void requireObject(JsonParser in) {
        require(in.currentToken() == JsonToken.START_OBJECT, "an object was expected");
    }
}
