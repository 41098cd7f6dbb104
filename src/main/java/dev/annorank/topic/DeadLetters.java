package dev.annorank.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.RejectedException;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter is made of: key, value and headers as they came, and headers that tell what it is about. A compressed
 * batch may bring a record that is longer than any that can be written, and the stream must not stop at it: what is too
 * long is cut or left out, and a header says so.
 */
public final class DeadLetters {
    /** Most that a dead letter takes beside its value, in bytes: its key, its headers, and the framing of a batch. */
    public static final int OVERHEAD_BYTES = 64 * 1024;
    /** Longest key that is kept. */
    public static final int MAX_KEY_BYTES = 16 * 1024;
    /** Most that the headers that came with a record may take; the rest is left for those that are added. */
    public static final int MAX_HEADERS_BYTES = 24 * 1024;

    /** Code of the {@link dev.annorank.model.Reason}. */
    public static final String REASON = "annorank.reason";
    /** What is wrong, in words. */
    public static final String ERROR = "annorank.error";
    /** Where the record came from. */
    public static final String TOPIC = "annorank.topic";

    public static final String PARTITION = "annorank.partition";
    public static final String OFFSET = "annorank.offset";
    /** The record's own timestamp, milliseconds since 1970. */
    public static final String TIMESTAMP = "annorank.timestamp";

    /** Only where the value was too long for the dead letters and was cut: its length in bytes as it came. */
    public static final String FULL_LENGTH = "annorank.full-length";

    /** Only where the key was too long and was left out: its length in bytes as it came. */
    public static final String KEY_LENGTH = "annorank.key-length";
    /** Only where headers that came with the record were left out, because they were too long together: how many. */
    public static final String DROPPED_HEADERS = "annorank.dropped-headers";

    private static final Set<String> OWN =
            Set.of(REASON, ERROR, TOPIC, PARTITION, OFFSET, TIMESTAMP, FULL_LENGTH, KEY_LENGTH, DROPPED_HEADERS);
    /** In characters, of up to three bytes each. */
    private static final int MAX_ERROR = 4000;
    /** The most that the lengths of a header's key and value take themselves. */
    private static final int HEADER_FRAMING_BYTES = 10;

    private DeadLetters() {}

    /**
     * Those that came, as far as there is room for them, then why and from where. Those of a former life as a dead letter
     * are replaced.
     */
    public static Headers headers(
            Headers came, RejectedException rejection, String topic, int partition, long offset, long timestampMs) {
        Headers headers = new RecordHeaders();
        int dropped = 0;
        int left = MAX_HEADERS_BYTES;
        for (Header header : came) {
            if (OWN.contains(header.key())) {
                continue;
            }
            int size = size(header);
            if (size <= left) {
                left -= size;
                headers.add(header);
            } else {
                dropped++;
            }
        }
        String error = String.valueOf(rejection.getMessage());
        put(headers, REASON, rejection.reason().code());
        put(headers, ERROR, error.substring(0, Math.min(error.length(), MAX_ERROR)));
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        put(headers, TIMESTAMP, Long.toString(timestampMs));
        if (dropped > 0) {
            put(headers, DROPPED_HEADERS, Integer.toString(dropped));
        }
        return headers;
    }

    private static int size(Header header) {
        int valueBytes = header.value() == null ? 0 : header.value().length;
        return header.key().getBytes(UTF_8).length + valueBytes + HEADER_FRAMING_BYTES;
    }

    /** The key as it came; null if it is longer than {@value #MAX_KEY_BYTES} bytes, which {@code headers} then say. */
    public static byte @Nullable [] key(byte @Nullable [] came, Headers headers) {
        if (came == null || came.length <= MAX_KEY_BYTES) {
            return came;
        }
        put(headers, KEY_LENGTH, Integer.toString(came.length));
        return null;
    }

    /** The value as it came; its beginning if it is longer than {@code maxBytes}, which {@code headers} then say. */
    public static byte @Nullable [] value(byte @Nullable [] came, int maxBytes, Headers headers) {
        if (came == null || came.length <= maxBytes) {
            return came;
        }
        put(headers, FULL_LENGTH, Integer.toString(came.length));
        return Arrays.copyOf(came, maxBytes);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
