package dev.annorank.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RejectedException;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.UnknownFormatException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the three ranking topics from their beginning, committed records only, and feeds a {@link RankingSink} until
 * closed. It has no consumer group: every follower sees everything. A topic that does not exist yet and a broker that is
 * away are waited for; only what waiting cannot mend, such as a refused login or a record of a newer format, ends {@link #run()} with an exception.
 */
public final class TopicFollower implements Runnable, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final long LOOK_EVERY_MS = 1_000;
    private static final long ALL_THERE_LOOK_EVERY_MS = 10_000;

    private final Consumer<byte[], byte[]> consumer;
    private final RankingSink sink;
    private final FollowerListener listener;
    private final String imageRanking;
    private final String classTotals;
    private final List<String> topics;
    private final Deserializer<ImageRanking> images = new ImageRankingSerde().deserializer();
    private final Deserializer<ClassTotals> classes = new ClassTotalsSerde().deserializer();
    private final Deserializer<RankingEpoch> epochs = new RankingEpochSerde().deserializer();

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean isCaughtUp;

    private Set<String> missing = Set.of();
    private boolean unreachable;
    private long nextLookNanos = System.nanoTime();
    /** Ends of the partitions when each was first seen, until they are reached. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /**
     * A follower that has not begun.
     *
     * @param settings of a Kafka consumer; group, isolation and where to begin are set here
     * @throws org.apache.kafka.common.KafkaException if the settings make no consumer
     */
    public TopicFollower(
            Map<String, ?> settings,
            String imageRanking,
            String classTotals,
            String rankingEpochs,
            RankingSink sink,
            FollowerListener listener) {
        this(new KafkaConsumer<>(consumerSettings(settings)), imageRanking, classTotals, rankingEpochs, sink, listener);
    }

    TopicFollower(
            Consumer<byte[], byte[]> consumer,
            String imageRanking,
            String classTotals,
            String rankingEpochs,
            RankingSink sink,
            FollowerListener listener) {
        this.consumer = consumer;
        this.imageRanking = imageRanking;
        this.classTotals = classTotals;
        this.topics = List.of(imageRanking, classTotals, rankingEpochs);
        this.sink = sink;
        this.listener = listener;
    }

    private static Map<String, Object> consumerSettings(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Looking for a topic must not make it, with the broker's default number of partitions.
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return all;
    }

    /** Whether all that was there when following began has been read. Stays true. */
    public boolean isCaughtUp() {
        return isCaughtUp;
    }

    @Override
    public void run() {
        try (consumer) {
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

    private void follow() throws InterruptedException {
        if (System.nanoTime() - nextLookNanos >= 0) {
            look();
        }
        if (consumer.assignment().isEmpty()) {
            pause();
            return;
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(this::feed);
        if (!isCaughtUp && missing.isEmpty()) {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
            if (ends.isEmpty()) {
                isCaughtUp = true;
                listener.caughtUp();
            }
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
            listener.reachable();
        }
        if (!absent.equals(missing)) {
            missing = absent;
            listener.missing(absent);
        }
        follow(found, newest);
        nextLookNanos = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(absent.isEmpty() ? ALL_THERE_LOOK_EVERY_MS : LOOK_EVERY_MS);
    }

    private void follow(Set<TopicPartition> found, Map<TopicPartition, Long> newest) {
        Set<TopicPartition> added = new HashSet<>(found);
        added.removeAll(consumer.assignment());
        if (!found.equals(consumer.assignment())) {
            consumer.assign(found);
            consumer.seekToBeginning(added);
            ends.keySet().retainAll(found);
            added.forEach(one -> ends.put(one, newest.getOrDefault(one, 0L)));
        }
    }

    private void unreachable(RetriableException e) {
        if (!unreachable) {
            unreachable = true;
            listener.unreachable(String.valueOf(e.getMessage()));
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
            if (one.topic().equals(imageRanking)) {
                sink.image(key(one), one.value() == null ? null : images.deserialize(one.topic(), one.value()));
            } else if (one.topic().equals(classTotals)) {
                ImageKey key = key(one);
                sink.classTotals(
                        key.dataset(),
                        key.image(),
                        one.value() == null ? null : classes.deserialize(one.topic(), one.value()));
            } else if (one.value() != null) {
                sink.epoch(epochs.deserialize(one.topic(), one.value()));
            }
        } catch (UnknownFormatException e) {
            listener.refused(one.topic(), one.partition(), one.offset(), String.valueOf(e.getMessage()));
            throw e;
        } catch (SerializationException | RejectedException | IllegalArgumentException | ArithmeticException e) {
            // The last two: what can be read and still is nothing that annorank writes, such as a sum of 1e-300.
            listener.skipped(one.topic(), one.partition(), one.offset(), String.valueOf(e.getMessage()));
        }
    }

    /** Of {@code dataset/image}; keys of class totals, {@code dataset/class}, are of the same form. */
    private static ImageKey key(ConsumerRecord<byte[], byte[]> one) {
        if (one.key() == null) {
            throw new SerializationException("record has no key");
        }
        return ImageKey.parse(new String(one.key(), UTF_8));
    }

    /** Ends {@link #run()} soon; may be called from any thread. */
    @Override
    public void close() {
        closed.countDown();
        consumer.wakeup();
    }
}
