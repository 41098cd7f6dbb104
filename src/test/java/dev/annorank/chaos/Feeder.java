package dev.annorank.chaos;

import dev.annorank.chaos.History.Event;
import dev.annorank.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends a history by an idempotent producer that never gives up, so that each event is in the topic exactly once. */
final class Feeder implements AutoCloseable {
    private final History history;
    private final long least;
    private final double rate;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::feed, "feeder");
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean faultsAreOver;

    Feeder(History history, ChaosSettings settings, String bootstrapServers) {
        this.history = history;
        this.least = settings.events();
        this.rate = settings.rate();
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("retries", Integer.MAX_VALUE);
        // One at a time: of several to a topic that has only just been made, the first may be refused and a later one
        // taken, and then the first is out of order for ever.
        properties.put("max.in.flight.requests.per.connection", 1);
        properties.put("delivery.timeout.ms", Integer.MAX_VALUE);
        properties.put("request.timeout.ms", 5_000);
        properties.put("max.block.ms", Long.MAX_VALUE);
        properties.put("linger.ms", 5);
        properties.put("max.request.size", 8 * 1024 * 1024);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void feed() {
        try {
            String topic = Topics.standard().annotations();
            long startNs = System.nanoTime();
            Event event = history.next(true);
            while (event != null && !Thread.currentThread().isInterrupted()) {
                Future<RecordMetadata> unused =
                        producer.send(new ProducerRecord<>(topic, event.key(), event.value()), this::onAnswer);
                long count = sent.incrementAndGet();
                if (!faultsAreOver) {
                    long dueNs = startNs + (long) (count / rate * 1e9);
                    LockSupport.parkNanos(dueNs - System.nanoTime());
                }
                event = history.next(!faultsAreOver || count < least);
            }
            producer.flush();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void onAnswer(RecordMetadata metadata, Exception exception) {
        if (exception == null) {
            acknowledged.incrementAndGet();
        } else {
            failure.compareAndSet(null, exception);
        }
    }

    /** Sends what is left, and returns how many events were acknowledged: all. */
    long finish() throws InterruptedException {
        faultsAreOver = true;
        thread.join(300_000);
        if (failure.get() != null || acknowledged.get() != sent.get()) {
            throw new AssertionError(
                    acknowledged.get() + " of " + sent.get() + " events were acknowledged", failure.get());
        }
        return acknowledged.get();
    }

    long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void close() {
        thread.interrupt();
        producer.close(java.time.Duration.ZERO);
    }
}
