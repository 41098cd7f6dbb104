package dev.annorank.stream;

import dev.annorank.topic.ForeignRecords;
import java.util.HexFormat;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a store was restored with from its changelog, where others may have written: what cannot be read is passed over
 * and reads as null, as if it were not there. See {@link ReadableEntries}.
 *
 * @param <T> what one key or value means
 */
record ReadableSerde<T>(Serde<T> serde, ForeignRecords foreign) implements Serde<T> {
    private static final int SHOWN_BYTES = 64;

    @Override
    public Serializer<T> serializer() {
        return serde.serializer();
    }

    @Override
    public Deserializer<T> deserializer() {
        Deserializer<T> strict = serde.deserializer();
        return (topic, bytes) -> read(strict, topic, bytes);
    }

    private @Nullable T read(Deserializer<T> strict, String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return strict.deserialize(topic, bytes);
        } catch (RuntimeException e) {
            int shown = Math.min(bytes.length, SHOWN_BYTES);
            // A store does not know at which offset of its changelog it was given something.
            String place =
                    "bytes " + HexFormat.of().formatHex(bytes, 0, shown) + " of " + bytes.length + " in " + topic;
            foreign.skip(place, e);
            return null;
        }
    }
}
