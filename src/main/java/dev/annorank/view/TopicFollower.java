package dev.annorank.view;

import dev.annorank.model.RejectedException;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.UnknownFormatException;
import dev.annorank.topic.UnreadablePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their beginning, committed records only, and feeds a {@link TopicHandler} until closed. It has no
 * consumer group: every follower sees everything. A topic that does not exist yet and a broker that is away are waited for;
 * a batch that is damaged is passed over; only what waiting cannot mend, such as a refused login or a newer annorank that has
 * taken over, ends {@link #run()} with an exception.
 */
public final class TopicFollower implements Runnable, AutoCloseable {
    /** A broker that has not answered so long is away. */
    static final Duration ANSWER = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofMillis(100);
    static final Duration CLOSE = Duration.ofMillis(500);
    private static final long LOOK_EVERY_MS = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private final TopicHandler handler;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean isCaughtUp;

    private Set<String> missing = Set.of();
    private boolean unreachable;
    private long nextLookNanos = System.nanoTime();
    /** Ends of the partitions when each was first seen, until they are reached. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    /** What cannot be read and is being passed over. */
    private final Map<TopicPartition, Damage> damages = new HashMap<>();

    /**
     * A follower that has not begun.
     *
     * @param settings of a Kafka consumer; group, isolation and where to begin are set here
     * @throws org.apache.kafka.common.KafkaException if the settings make no consumer
     */
    public TopicFollower(Map<String, ?> settings, List<String> topics, TopicHandler handler) {
        this(consumer(settings, "read_committed"), topics, handler);
    }

    TopicFollower(Consumer<byte[], byte[]> consumer, List<String> topics, TopicHandler handler) {
        this.consumer = consumer;
        this.topics = List.copyOf(topics);
        this.handler = handler;
    }

    static Consumer<byte[], byte[]> consumer(Map<String, ?> settings, String isolation) {
        Map<String, Object> all = new HashMap<>(settings);
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Looking for a topic must not make it, with the broker's default number of partitions.
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A partition that is added is to be seen before who writes to it sees it, after five minutes.
        all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new KafkaConsumer<>(all);
    }

    /** Whether all that was there when following began has been read. Stays true. */
    public boolean isCaughtUp() {
        return isCaughtUp;
    }

    @Override
    public void run() {
        // Closed so, a consumer that cannot be closed does not hide why reading ended.
        try (Closing consumerClosed = () -> consumer.close(CloseOptions.timeout(CLOSE))) {
            while (closed.getCount() > 0) {
                try {
                    follow();
                } catch (RetriableException e) {
                    unreachable(e);
                    pause();
                }
            }
        } catch (WakeupException e) {
            if (closed.getCount() > 0) {
                throw e;
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    private void follow() throws InterruptedException {
        if (System.nanoTime() - nextLookNanos >= 0) {
            look();
        }
        if (consumer.assignment().isEmpty()) {
            pause();
            return;
        }
        ConsumerRecords<byte[], byte[]> polled;
        try {
            polled = consumer.poll(POLL);
        } catch (KafkaException e) {
            passOver(e);
            return;
        }
        polled.forEach(this::feed);
        passed(one -> one.isPassed(polled, consumer));
        if (!missing.isEmpty()) {
            return;
        }
        handler.polled(consumer);
        if (!isCaughtUp) {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
            if (ends.isEmpty()) {
                isCaughtUp = true;
                handler.caughtUp();
            }
        }
    }

    /** A step at a time: how many offsets a damaged batch takes cannot be read either. */
    private void passOver(KafkaException failure) {
        TopicPartition partition = UnreadablePartition.in(failure).orElseThrow(() -> failure);
        long at = consumer.position(partition, ANSWER);
        Damage before = damages.get(partition);
        long from = before != null && before.next() == at ? before.from() : at;
        damages.put(partition, new Damage(partition, from, at + 1));
        consumer.seek(partition, at + 1);
    }

    /** Offsets from {@code from} to before {@code next} cannot be read. */
    private record Damage(TopicPartition partition, long from, long next) {
        /** Whether reading goes on behind it. */
        boolean isPassed(ConsumerRecords<byte[], byte[]> polled, Consumer<byte[], byte[]> consumer) {
            return !polled.records(partition).isEmpty()
                    || !consumer.assignment().contains(partition)
                    || consumer.position(partition, ANSWER) > next;
        }
    }

    private void passed(Predicate<Damage> isPassed) {
        List<Damage> behind = damages.values().stream().filter(isPassed).toList();
        for (Damage one : behind) {
            damages.remove(one.partition());
            handler.damaged(one.partition().topic(), one.partition().partition(), one.from(), one.next());
        }
    }

    /** Finds topics and partitions that came into being. Asking for the ends tells as well whether a broker answers. */
    private void look() {
        Set<TopicPartition> found = new HashSet<>();
        Set<String> absent = new TreeSet<>();
        for (String topic : topics) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic, ANSWER);
            if (partitions == null || partitions.isEmpty()) {
                absent.add(topic);
            } else {
                partitions.forEach(one -> found.add(new TopicPartition(topic, one.partition())));
            }
        }
        Map<TopicPartition, Long> newest = consumer.endOffsets(found, ANSWER);
        if (unreachable) {
            unreachable = false;
            handler.reachable();
        }
        if (!absent.equals(missing)) {
            missing = absent;
            handler.missing(absent);
        }
        follow(found, newest);
        passed(one -> newest.getOrDefault(one.partition(), Long.MAX_VALUE) <= one.next());
        long behind = 0;
        for (Map.Entry<TopicPartition, Long> end : newest.entrySet()) {
            behind += Math.max(0, end.getValue() - consumer.position(end.getKey(), ANSWER));
        }
        handler.behind(behind);
        nextLookNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS);
    }

    private void follow(Set<TopicPartition> found, Map<TopicPartition, Long> newest) {
        if (found.equals(consumer.assignment())) {
            return;
        }
        Set<TopicPartition> added = new HashSet<>(found);
        added.removeAll(consumer.assignment());
        consumer.assign(found);
        consumer.seekToBeginning(added);
        ends.keySet().retainAll(found);
        Map<TopicPartition, Long> theirs = new HashMap<>();
        added.forEach(one -> theirs.put(one, newest.getOrDefault(one, 0L)));
        ends.putAll(theirs);
        handler.added(consumer, theirs);
    }

    private void unreachable(RetriableException e) {
        if (!unreachable) {
            unreachable = true;
            handler.unreachable(String.valueOf(e.getMessage()));
        }
        nextLookNanos = System.nanoTime();
    }

    /** Until it is time to try again or this is closed. */
    private void pause() throws InterruptedException {
        closed.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void feed(ConsumerRecord<byte[], byte[]> one) {
        try {
            RecordFormat.requireKnown(one.topic(), one.headers());
            handler.record(one);
        } catch (UnknownFormatException e) {
            if (handler.isNewerAtWork()) {
                handler.refused(one.topic(), one.partition(), one.offset(), String.valueOf(e.getMessage()));
                throw e;
            }
            handler.skipped(one.topic(), one.partition(), one.offset(), String.valueOf(e.getMessage()));
        } catch (SerializationException | RejectedException | IllegalArgumentException | ArithmeticException e) {
            // The last two: what can be read and still is nothing that annorank writes, such as a sum of 1e-300.
            handler.skipped(one.topic(), one.partition(), one.offset(), String.valueOf(e.getMessage()));
        }
    }

    /** Ends {@link #run()} soon; may be called from any thread. */
    @Override
    public void close() {
        closed.countDown();
        consumer.wakeup();
    }
}
