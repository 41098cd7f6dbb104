package dev.annorank.stream;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** The clients of Kafka Streams, but that its consumers come to a halt before what is damaged. */
public final class HaltingClients extends DefaultKafkaClientSupplier {
    private final UnreadablePartitions unreadable;

    /** @param unreadable hears where they do */
    public HaltingClients(UnreadablePartitions unreadable) {
        this.unreadable = unreadable;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new HaltingConsumer(config, unreadable);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new HaltingConsumer(config, unreadable);
    }
}
