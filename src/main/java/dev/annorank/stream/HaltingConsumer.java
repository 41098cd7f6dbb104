package dev.annorank.stream;

import dev.annorank.topic.UnreadablePartition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Comes to a halt before a damaged batch, in its partition only: the others are read on, and what was read before it is
 * committed. A thread that failed instead would do the same work again and again, and commit none of it.
 */
final class HaltingConsumer extends KafkaConsumer<byte[], byte[]> {
    private final UnreadablePartitions unreadable;
    private final Set<TopicPartition> halted = new HashSet<>();

    HaltingConsumer(Map<String, Object> settings, UnreadablePartitions unreadable) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.unreadable = unreadable;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!halted.isEmpty()) {
            forgetRevoked();
        }
        try {
            return super.poll(timeout);
        } catch (KafkaException e) {
            Optional<TopicPartition> partition = UnreadablePartition.in(e);
            if (partition.isEmpty() || !assignment().contains(partition.get())) {
                throw e;
            }
            unreadable.found(partition.get(), position(partition.get()));
            halted.add(partition.get());
            pause(List.of(partition.get()));
            return ConsumerRecords.empty();
        }
    }

    /** A restore consumer that has nothing more to restore is not polled. */
    @Override
    public void assign(Collection<TopicPartition> partitions) {
        super.assign(partitions);
        forgetRevoked();
    }

    @Override
    public void unsubscribe() {
        super.unsubscribe();
        forgetRevoked();
    }

    private void forgetRevoked() {
        Set<TopicPartition> revoked = new HashSet<>(halted);
        revoked.removeAll(assignment());
        revoked.forEach(unreadable::gone);
        halted.removeAll(revoked);
    }

    @Override
    public void close() {
        halted.forEach(unreadable::gone);
        super.close();
    }

    @Override
    public void close(CloseOptions options) {
        halted.forEach(unreadable::gone);
        super.close(options);
    }
}
