package dev.annorank.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** The clients of Kafka Streams, but that its consumers come to a halt before what is damaged, and try again. */
public final class HaltingClients extends DefaultKafkaClientSupplier {
    private static final Duration RETRY_EVERY = Duration.ofSeconds(30);

    private final UnreadablePartitions unreadable;
    private final Duration retryEvery;

    /** @param unreadable hears where they do */
    public HaltingClients(UnreadablePartitions unreadable) {
        this(unreadable, RETRY_EVERY);
    }

    HaltingClients(UnreadablePartitions unreadable, Duration retryEvery) {
        this.unreadable = unreadable;
        this.retryEvery = retryEvery;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new HaltingConsumer(config, unreadable, retryEvery, System::nanoTime);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new HaltingConsumer(config, unreadable, retryEvery, System::nanoTime);
    }
}
