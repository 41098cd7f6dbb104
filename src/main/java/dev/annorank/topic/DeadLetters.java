package dev.annorank.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.RejectedException;
import org.apache.kafka.common.header.Headers;

/** The headers that tell what a dead letter is about. A dead letter's key, value and other headers are as they came. */
public final class DeadLetters {
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

    private DeadLetters() {}

    /** Adds why and from where. */
    public static void describe(
            Headers headers, RejectedException rejection, String topic, int partition, long offset, long timestampMs) {
        put(headers, REASON, rejection.reason().code());
        put(headers, ERROR, String.valueOf(rejection.getMessage()));
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        put(headers, TIMESTAMP, Long.toString(timestampMs));
    }

    /** Says that the value was cut. */
    public static void describeCut(Headers headers, int fullLength) {
        put(headers, FULL_LENGTH, Integer.toString(fullLength));
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }
}
