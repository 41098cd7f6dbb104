package dev.annorank.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Partitions from their beginning up to given offsets. */
final class TopicRange {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long STALLED_S = 60;

    private final Map<TopicPartition, Long> ends;

    /** @param ends the offsets that are not read any more */
    TopicRange(Map<TopicPartition, Long> ends) {
        this.ends = new HashMap<>(ends);
    }

    /** Takes one record. */
    interface Sink {
        void accept(ConsumerRecord<byte[], byte[]> one);
    }

    /** Reads it all; in each partition in order. */
    void read(Map<String, Object> settings, Sink sink, ResetListener listener) {
        Map<String, Object> all = new HashMap<>(settings);
        all.remove("group.id");
        all.put("allow.auto.create.topics", false);
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            long begin = position(consumer, ends.keySet());
            long total = Math.max(0, sum(ends.values()) - begin);
            long last = begin;
            long movedNs = System.nanoTime();
            while (!isRead(consumer)) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
                    if (one.offset() < ends.getOrDefault(new TopicPartition(one.topic(), one.partition()), 0L)) {
                        sink.accept(one);
                    }
                }
                long now = position(consumer, ends.keySet());
                if (now != last) {
                    last = now;
                    movedNs = System.nanoTime();
                } else if (System.nanoTime() - movedNs > TimeUnit.SECONDS.toNanos(STALLED_S)) {
                    throw new TimeoutException("nothing could be read for " + STALLED_S + " s");
                }
                listener.progress(Math.min(total, now - begin), total);
            }
        }
    }

    /** Pauses each partition that is read, so that nothing beyond its end is fetched. */
    private boolean isRead(Consumer<byte[], byte[]> consumer) {
        boolean read = true;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey()) < end.getValue()) {
                read = false;
            } else {
                consumer.pause(List.of(end.getKey()));
            }
        }
        return read;
    }

    private static long position(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        long sum = 0;
        for (TopicPartition partition : partitions) {
            sum += consumer.position(partition);
        }
        return sum;
    }

    private static long sum(Collection<Long> offsets) {
        return offsets.stream().mapToLong(Long::longValue).sum();
    }
}
