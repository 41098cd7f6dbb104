package dev.annorank.stream;

import dev.annorank.topic.UnknownFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Compact form of what annorank keeps for itself. The first byte is the format; bytes of an unknown one are refused.
 *
 * @param <T> what one value means
 */
final class BinarySerde<T> implements Serde<T> {
    private static final byte FORMAT = 1;

    /** Writes a value's fields in order. */
    interface Writer<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    /** Reads them back in the same order. */
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private final String what;
    private final Writer<T> writer;
    private final Reader<T> reader;

    BinarySerde(String what, Writer<T> writer, Reader<T> reader) {
        this.what = what;
        this.writer = writer;
        this.reader = reader;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> {
            if (value == null) {
                return null;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
            bytes.write(FORMAT);
            try {
                writer.write(value, new DataOutputStream(bytes));
            } catch (IOException e) {
                throw new SerializationException("cannot write " + what + " " + value, e);
            }
            return bytes.toByteArray();
        };
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                byte format = in.readByte();
                if (format != FORMAT) {
                    throw new UnknownFormatException(what + " in " + topic + " has format " + format
                            + "; this annorank reads format " + FORMAT
                            + ". Run the version that wrote it, or a newer one.");
                }
                return reader.read(in);
            } catch (IOException e) {
                throw new SerializationException(what + " in " + topic + " is damaged", e);
            }
        };
    }
}
