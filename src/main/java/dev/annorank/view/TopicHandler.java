package dev.annorank.view;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes what a {@link TopicFollower} reads and hears how it fares, on the follower's thread. Each state is told once when
 * it begins.
 */
public interface TopicHandler {
    /**
     * One record, of a format that this version knows; anybody may have written it.
     *
     * @throws org.apache.kafka.common.errors.SerializationException if it cannot be read: it is {@link #skipped}; so it is
     *     with a {@link dev.annorank.model.RejectedException}, an {@link IllegalArgumentException} or an {@link
     *     ArithmeticException}
     */
    void record(ConsumerRecord<byte[], byte[]> one);

    /** Partitions were added; {@code ends} says where they ended when they were found. */
    default void added(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {}

    /** All that a poll gave has been told, or it gave nothing; several times a second while all topics are there. */
    default void polled(Consumer<byte[], byte[]> consumer) {}

    /** So many records are in the topics and not yet read; told about every second. */
    default void behind(long records) {}

    /** Some topics do not exist yet; what exists is followed meanwhile. An empty set: all are there now. */
    default void missing(Set<String> topics) {}

    /** All that was in the topics when following began has been read. Told once. */
    default void caughtUp() {}

    /** The brokers do not answer; the follower keeps trying. */
    default void unreachable(String why) {}

    /** The brokers answer again. */
    default void reachable() {}

    /** A record that is none of annorank's, as far as this version knows, was passed over. */
    default void skipped(String topic, int partition, long offset, String why) {}

    /** A batch is damaged and was passed over; {@code to} is the first offset behind it. */
    default void damaged(String topic, int partition, long from, long to) {}

    /** Whether a newer annorank is at work: only then a record of an unknown format ends the follower. */
    default boolean isNewerAtWork() {
        return false;
    }

    /** A record has a format that only a newer annorank knows; the follower ends with an exception that says the same. */
    default void refused(String topic, int partition, long offset, String why) {}
}
