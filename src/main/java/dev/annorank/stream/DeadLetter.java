package dev.annorank.stream;

import dev.annorank.model.RejectedException;
import dev.annorank.topic.DeadLetters;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be used, as it goes to the dead letters.
 *
 * @param key the key as it came, unless it is too long
 * @param value the value as it came, cut if it is too long
 * @param headers those that came, why it cannot be used, and where it came from
 */
record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    /** @param maxBytes the most that is kept of the value */
    static DeadLetter of(Record<byte[], byte[]> record, RejectedException why, RecordMetadata source, int maxBytes) {
        Headers headers = DeadLetters.headers(
                record.headers(), why, source.topic(), source.partition(), source.offset(), record.timestamp());
        return new DeadLetter(
                DeadLetters.key(record.key(), headers), DeadLetters.value(record.value(), maxBytes, headers), headers);
    }
}
