package dev.annorank.stream;

import dev.annorank.model.RejectedException;
import dev.annorank.topic.UnknownFormatException;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Compact form of what annorank keeps for itself. The first byte is the format: all up to the newest are read, bytes of an
 * unknown one are refused.
 *
 * @param <T> what one value means
 */
final class BinarySerde<T> implements Serde<T> {
    /** Writes a value's fields in order, in the newest format. */
    interface Writer<T> {
        void write(T value, BinaryWriter out);
    }

    /** Reads them back in the same order. */
    interface Reader<T> {
        T read(BinaryReader in) throws IOException;
    }

    /** The same where there is more than one format. */
    interface FormatReader<T> {
        T read(BinaryReader in, int format) throws IOException;
    }

    private final String what;
    private final int newest;
    private final Writer<T> writer;
    private final FormatReader<T> reader;

    /** Of something that has had one format only. */
    BinarySerde(String what, Writer<T> writer, Reader<T> reader) {
        this(what, 1, writer, (in, format) -> reader.read(in));
    }

    /** @param newest the format that is written, from 1 */
    BinarySerde(String what, int newest, Writer<T> writer, FormatReader<T> reader) {
        this.what = what;
        this.newest = newest;
        this.writer = writer;
        this.reader = reader;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> {
            if (value == null) {
                return null;
            }
            BinaryWriter out = new BinaryWriter();
            out.writeByte(newest);
            writer.write(value, out);
            return out.toBytes();
        };
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            try {
                BinaryReader in = new BinaryReader(bytes);
                int format = in.readByte();
                if (format < 1 || format > newest) {
                    throw new UnknownFormatException(what + " in " + topic + " has format " + format
                            + "; this annorank reads format " + newest
                            + ". Run the version that wrote it, or a newer one.");
                }
                T value = reader.read(in, format);
                in.requireEnd();
                return value;
            } catch (IOException | IllegalArgumentException | ArithmeticException | RejectedException e) {
                throw new SerializationException(what + " in " + topic + " is damaged: " + e.getMessage(), e);
            }
        };
    }
}
