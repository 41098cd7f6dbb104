package dev.annorank.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Keys of records as text. Both methods throw a {@link SerializationException} where the record is none of annorank's. */
final class RecordKeys {
    private RecordKeys() {}

    static String text(ConsumerRecord<byte[], byte[]> one) {
        if (one.key() == null) {
            throw new SerializationException("record has no key");
        }
        return new String(one.key(), UTF_8);
    }

    /** @param its the key that a record with this value would have */
    static void requireSame(String key, String its) {
        if (!key.equals(its)) {
            throw new SerializationException("key is \"" + key + "\", value is of \"" + its + "\"");
        }
    }
}
