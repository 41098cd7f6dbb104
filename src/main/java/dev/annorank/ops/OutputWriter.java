package dev.annorank.ops;

import dev.annorank.topic.RecordFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a reset writes, in transactions of a bounded size. Its transactional id is the installation's: who resets
 * last shuts out any earlier reset that still runs or wakes up later.
 */
final class OutputWriter implements AutoCloseable {
    private static final int TRANSACTION_RECORDS = 20_000;
    private static final long TRANSACTION_NS = 5_000_000_000L;

    private final Producer<byte[], byte[]> producer;
    private int open;
    private long begunNs;

    OutputWriter(Installation installation) {
        Map<String, Object> settings = new HashMap<>(installation.producer());
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("transactional.id", installation.applicationId() + "-reset");
        settings.put("transaction.timeout.ms", 60_000);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    void tombstone(String topic, byte[] key) {
        send(topic, key, null, RecordFormat.headers());
    }

    void replay(String topic, byte[] key, byte[] value) {
        send(topic, key, value, RecordFormat.replayHeaders());
    }

    private void send(String topic, byte[] key, byte @Nullable [] value, Headers headers) {
        if (open > 0 && (open >= TRANSACTION_RECORDS || System.nanoTime() - begunNs > TRANSACTION_NS)) {
            commit();
        }
        if (open == 0) {
            producer.beginTransaction();
            begunNs = System.nanoTime();
        }
        open++;
        // A failure shows at the commit.
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, null, key, value, headers));
    }

    void commit() {
        if (open > 0) {
            producer.commitTransaction();
            open = 0;
        }
    }

    /** What is not committed is not written. */
    @Override
    public void close() {
        producer.close();
    }
}
