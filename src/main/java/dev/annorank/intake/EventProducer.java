package dev.annorank.intake;

import dev.annorank.client.KafkaFailure;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.UserException;
import dev.annorank.topic.EventWriter;
import dev.annorank.topic.Topics;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events keyed by image id. A failed one shows at the next call. */
public final class EventProducer implements AutoCloseable {
    private final Map<String, Object> settings;
    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    public EventProducer(Settings settings) {
        topic = new Topics(settings.topicsPrefix()).annotations();
        this.settings = properties(settings);
        producer = new KafkaProducer<>(this.settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What any producer of events is set to. */
    public static Map<String, Object> properties(Settings settings) {
        Map<String, Object> properties = new KafkaProperties(settings).producer();
        properties.putIfAbsent("linger.ms", 5);
        // One request at a time: of several to a partition that has only just got its leader, the first may be refused
        // and a later one taken, and then the first is out of order for ever.
        properties.putIfAbsent("max.in.flight.requests.per.connection", 1);
        return properties;
    }

    /** Waits for room if the broker is slower than the caller. */
    public void send(AnnotationEvent event) {
        send(EventWriter.key(event), EventWriter.value(event));
    }

    public void send(byte[] key, byte[] value) {
        throwIfFailed();
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic, key, value), (metadata, exception) -> {
                    if (exception == null) {
                        acknowledged.incrementAndGet();
                    } else {
                        failure.compareAndSet(null, exception);
                    }
                });
    }

    /** Waits until the broker has acknowledged all that was sent. */
    public void flush() {
        producer.flush();
        throwIfFailed();
    }

    public long acknowledged() {
        return acknowledged.get();
    }

    private void throwIfFailed() {
        Exception first = failure.get();
        if (first != null) {
            throw new UserException(
                    "the broker did not take an event after " + acknowledged.get() + " were acknowledged: "
                            + KafkaFailure.explain(new KafkaException("cannot write topic " + topic, first), settings));
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
