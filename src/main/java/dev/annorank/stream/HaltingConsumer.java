package dev.annorank.stream;

import dev.annorank.topic.UnreadablePartition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Comes to a halt before a damaged batch, in its partition only: the others are read on, and what was read before it is
 * committed. A thread that failed instead would do the same work again and again, and commit none of it. The batch is fetched
 * anew from time to time: a sound replica may lead by then.
 */
final class HaltingConsumer extends KafkaConsumer<byte[], byte[]> {
    private final UnreadablePartitions unreadable;
    private final long retryEveryNs;
    private final LongSupplier nanoClock;
    /** Paused here, whether the owner pauses them or not. */
    private final Set<TopicPartition> halted = new HashSet<>();
    /** Fetched anew; whether they can be read is not known yet. */
    private final Set<TopicPartition> retried = new HashSet<>();

    private final Set<TopicPartition> pausedByOwner = new HashSet<>();
    private long retryAtNs;

    /**
     * @param retryEvery how long after a halt to fetch the batch anew
     * @param nanoClock counts nanoseconds from anywhere
     */
    HaltingConsumer(
            Map<String, Object> settings,
            UnreadablePartitions unreadable,
            Duration retryEvery,
            LongSupplier nanoClock) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.unreadable = unreadable;
        this.retryEveryNs = retryEvery.toNanos();
        this.nanoClock = nanoClock;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!halted.isEmpty() || !retried.isEmpty()) {
            forgetRevoked();
        }
        Set<TopicPartition> due = due();
        if (!due.isEmpty()) {
            return dropFetched(due);
        }
        ConsumerRecords<byte[], byte[]> polled;
        try {
            polled = super.poll(timeout);
        } catch (KafkaException e) {
            halt(e);
            return ConsumerRecords.empty();
        }
        findReadable(polled);
        return polled;
    }

    private void halt(KafkaException failure) {
        TopicPartition partition =
                UnreadablePartition.in(failure).filter(assignment()::contains).orElseThrow(() -> failure);
        unreadable.found(partition, position(partition));
        halted.add(partition);
        retried.remove(partition);
        // Else it would not have been read.
        pausedByOwner.remove(partition);
        retryAtNs = nanoClock.getAsLong() + retryEveryNs;
        super.pause(List.of(partition));
    }

    private Set<TopicPartition> due() {
        if (halted.isEmpty() || nanoClock.getAsLong() - retryAtNs < 0) {
            return Set.of();
        }
        Set<TopicPartition> due = new HashSet<>(halted);
        due.removeAll(pausedByOwner);
        return due;
    }

    /**
     * Has the next poll fetch the partitions anew. What was fetched of a paused partition is kept for when it is resumed, and
     * only a poll that finds the position elsewhere drops it. All others are paused during that poll: records of theirs could
     * fill it before it comes to these.
     */
    private ConsumerRecords<byte[], byte[]> dropFetched(Set<TopicPartition> due) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        due.forEach(one -> positions.put(one, position(one)));
        Set<TopicPartition> others = new HashSet<>(assignment());
        others.removeAll(paused());
        pausedByOwner.removeAll(others);
        super.pause(others);
        positions.forEach((one, position) -> seek(one, position + 1));
        super.resume(due);
        halted.removeAll(due);
        retried.addAll(due);
        try {
            return without(due, super.poll(Duration.ZERO));
        } catch (KafkaException e) {
            if (UnreadablePartition.in(e).filter(due::contains).isEmpty()) {
                halt(e);
            }
            return ConsumerRecords.empty();
        } finally {
            positions.keySet().retainAll(assignment());
            positions.forEach(this::seek);
            others.retainAll(assignment());
            others.removeAll(pausedByOwner);
            others.removeAll(halted);
            super.resume(others);
        }
    }

    /** What lies behind the position that the partitions go back to comes again. */
    private static ConsumerRecords<byte[], byte[]> without(
            Set<TopicPartition> partitions, ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        polled.partitions().forEach(one -> records.put(one, polled.records(one)));
        records.keySet().removeAll(partitions);
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        next.keySet().removeAll(partitions);
        return new ConsumerRecords<>(records, next);
    }

    /** Those that were read on, and those of which nothing is left to read. */
    private void findReadable(ConsumerRecords<byte[], byte[]> polled) {
        if (retried.isEmpty()) {
            return;
        }
        Set<TopicPartition> readable = new HashSet<>(retried);
        readable.retainAll(assignment());
        readable.removeIf(
                one -> !polled.nextOffsets().containsKey(one) && currentLag(one).orElse(1) > 0);
        readable.forEach(unreadable::readOn);
        retried.removeAll(readable);
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        super.pause(partitions);
        pausedByOwner.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        Set<TopicPartition> readable = new HashSet<>(partitions);
        readable.removeAll(halted);
        super.resume(readable);
        pausedByOwner.removeAll(partitions);
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
        Set<TopicPartition> revoked = unread();
        revoked.removeAll(assignment());
        revoked.forEach(unreadable::gone);
        halted.removeAll(revoked);
        retried.removeAll(revoked);
        pausedByOwner.retainAll(assignment());
    }

    private Set<TopicPartition> unread() {
        Set<TopicPartition> unread = new HashSet<>(halted);
        unread.addAll(retried);
        return unread;
    }

    @Override
    public void close() {
        unread().forEach(unreadable::gone);
        super.close();
    }

    @Override
    public void close(CloseOptions options) {
        unread().forEach(unreadable::gone);
        super.close(options);
    }
}
