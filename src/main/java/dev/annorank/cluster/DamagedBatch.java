package dev.annorank.cluster;

import dev.annorank.topic.UnreadablePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A batch of a partition that cannot be read, before which the workers have come to a halt. Lets them go on behind it; what
 * was in it is lost to them.
 */
public final class DamagedBatch {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SILENT_S = 30;

    private final WorkerGroup workers;
    private final Map<String, Object> consumer;

    /**
     * Asks nothing yet.
     *
     * @param consumer settings of a consumer of what is committed
     * @param applicationId whose workers have come to a halt
     */
    public DamagedBatch(Admin admin, String applicationId, Map<String, Object> consumer) {
        this.workers = new WorkerGroup(admin, applicationId);
        this.consumer = new HashMap<>(consumer);
        this.consumer.remove("group.id");
        this.consumer.put("allow.auto.create.topics", false);
    }

    /**
     * Has the workers go on behind the batch.
     *
     * @param offset where they have come to a halt
     * @param patience how long a killed worker's session may take to end
     * @return the first offset behind the batch
     * @throws OpsException if workers are at work, or if there is no damaged batch before which they have come to a halt
     */
    public long skip(TopicPartition partition, long offset, Duration patience) {
        if (partition.topic().endsWith("-changelog")) {
            throw new OpsException(
                    "topic " + partition.topic() + " is a changelog, which is read from its beginning each time:"
                            + " nothing of it can be skipped; annorank reset --all computes the state anew");
        }
        workers.requireStopped(patience.toMillis());
        long committed = workers.committed(List.of(partition)).getOrDefault(partition, 0L);
        if (committed > offset) {
            throw new OpsException("the workers have read " + partition + " up to offset " + committed + " already");
        }
        try (Consumer<byte[], byte[]> reader =
                new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.assign(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            requireHaltAt(reader, partition, committed, offset, end);
            long next = offset + 1;
            while (next < end && !isReadable(reader, partition, next)) {
                next++;
            }
            workers.goOnAt(Map.of(partition, next));
            return next;
        }
    }

    /** What lies between, and can be read, would be lost too. */
    private static void requireHaltAt(
            Consumer<byte[], byte[]> reader, TopicPartition partition, long committed, long offset, long end) {
        reader.seek(partition, committed);
        while (reader.position(partition) < end) {
            try {
                if (!read(reader, partition).isEmpty()) {
                    throw new OpsException("the workers have yet to read " + partition + " from offset " + committed
                            + " on; start one, and stop it when health says where it cannot read on");
                }
            } catch (KafkaException e) {
                long halt = reader.position(partition);
                requireUnreadable(e);
                if (halt != offset) {
                    throw new OpsException(partition + " cannot be read at offset " + halt + ", not at " + offset);
                }
                return;
            }
        }
        throw new OpsException(partition + " can be read to its end, offset " + end + "; nothing is skipped");
    }

    private static boolean isReadable(Consumer<byte[], byte[]> reader, TopicPartition partition, long offset) {
        reader.seek(partition, offset);
        try {
            read(reader, partition);
            return true;
        } catch (KafkaException e) {
            requireUnreadable(e);
            return false;
        }
    }

    private static void requireUnreadable(KafkaException failure) {
        if (UnreadablePartition.in(failure).isEmpty()) {
            throw failure;
        }
    }

    /** The next records, or none where what was read holds none, as the end of a transaction does. */
    private static ConsumerRecords<byte[], byte[]> read(Consumer<byte[], byte[]> reader, TopicPartition partition) {
        long from = reader.position(partition);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SILENT_S);
        while (true) {
            ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
            if (!records.isEmpty() || reader.position(partition) > from) {
                return records;
            }
            if (System.nanoTime() > deadlineNs) {
                throw new TimeoutException("nothing of " + partition + " could be read for " + SILENT_S + " s");
            }
        }
    }
}
