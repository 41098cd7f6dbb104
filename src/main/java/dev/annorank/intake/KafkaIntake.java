package dev.annorank.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events to the topic, and knows within bounded time what became of each: a client waits for the answer. */
public final class KafkaIntake implements EventIntake, AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int REQUEST_MS = 5_000;
    private static final int DELIVERY_MS = 15_000;
    private static final int BLOCK_MS = 5_000;

    private final String topic;
    private final Producer<byte[], byte[]> producer;

    /**
     * Connects by itself, now or later.
     *
     * @param settings of a producer of events, without serializers
     * @param topic of events
     */
    public KafkaIntake(Map<String, ?> settings, String topic) {
        Map<String, Object> properties = new HashMap<>(settings);
        // What is acknowledged to a client must not be lost, whatever the settings are.
        properties.put("acks", "all");
        properties.putIfAbsent("request.timeout.ms", REQUEST_MS);
        properties.putIfAbsent("max.block.ms", BLOCK_MS);
        int request = Integer.parseInt(String.valueOf(properties.get("request.timeout.ms")));
        int linger = Integer.parseInt(String.valueOf(properties.getOrDefault("linger.ms", 0)));
        properties.putIfAbsent("delivery.timeout.ms", Math.max(DELIVERY_MS, request + linger));
        this.topic = topic;
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public CompletionStage<?> send(byte[] key, byte[] value) {
        CompletableFuture<RecordMetadata> result = new CompletableFuture<>();
        try {
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(topic, key, value), (metadata, failure) -> {
                        if (failure == null) {
                            result.complete(metadata);
                        } else {
                            result.completeExceptionally(failure);
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
