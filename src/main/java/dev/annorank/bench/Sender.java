package dev.annorank.bench;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends generated events. A failed one shows at the next call. */
final class Sender implements AutoCloseable {
    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Sender(Map<String, Object> properties, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Waits for room if the broker is slower than the caller. */
    void send(CocoEvents.Event event) {
        requireNoFailure();
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic, event.key(), event.value()), (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
    }

    /** Waits until the broker has acknowledged all that was sent. */
    void flush() {
        producer.flush();
        requireNoFailure();
    }

    private void requireNoFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw new BenchException("the broker refused an event: " + first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
