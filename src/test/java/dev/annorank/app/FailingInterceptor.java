package dev.annorank.app;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a test has happen on a thread that reads from Kafka, whenever it gets records. */
public final class FailingInterceptor implements ConsumerInterceptor<Object, Object> {
    private static volatile Consumer<String> fault = thread -> {};

    /** @param given called with the name of the thread */
    static void have(Consumer<String> given) {
        fault = given;
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        fault.accept(Thread.currentThread().getName());
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> settings) {}
}
