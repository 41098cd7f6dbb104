package dev.annorank.cluster;

import dev.annorank.topic.RecordFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
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
    private final LongSupplier nanoTime;
    private int open;
    private long begunNs;

    OutputWriter(Installation installation) {
        this(producer(installation), System::nanoTime);
    }

    OutputWriter(Producer<byte[], byte[]> producer, LongSupplier nanoTime) {
        this.producer = producer;
        this.nanoTime = nanoTime;
        producer.initTransactions();
    }

    private static Producer<byte[], byte[]> producer(Installation installation) {
        Map<String, Object> settings = new HashMap<>(installation.producer());
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("transactional.id", installation.applicationId() + "-reset");
        settings.put("transaction.timeout.ms", 60_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void tombstone(String topic, byte[] key) {
        send(topic, key, null, RecordFormat.headers());
    }

    void replay(String topic, byte[] key, byte[] value) {
        send(topic, key, value, RecordFormat.replayHeaders());
    }

    private void send(String topic, byte[] key, byte @Nullable [] value, Headers headers) {
        if (open >= TRANSACTION_RECORDS) {
            commit();
        }
        commitIfOld();
        if (open == 0) {
            producer.beginTransaction();
            begunNs = nanoTime.getAsLong();
        }
        open++;
        // A failure shows at the commit.
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, null, key, value, headers));
    }

    /** To be called again and again while nothing is written: the broker aborts a transaction that stays open. */
    void commitIfOld() {
        if (open > 0 && nanoTime.getAsLong() - begunNs > TRANSACTION_NS) {
            commit();
        }
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
