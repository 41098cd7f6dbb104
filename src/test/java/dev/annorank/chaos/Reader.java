package dev.annorank.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the public topics throughout, committed records of {@link ChaosSettings#DATASETS} only, and holds every epoch to
 * its promise.
 *
 * <p>Partitions become visible one by one, so an epoch's record may be read before its images. But all of an epoch was
 * written before its transaction was committed, so once its record is visible the present ends of the other topics,
 * counted with what is not committed yet, lie behind all of it. When the reader has passed those ends, it has it.
 */
public final class Reader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int MAX_SHOWN = 20;

    private final Topics topics = Topics.standard();
    private final Deserializer<ImageRanking> images = new ImageRankingSerde().deserializer();
    private final Deserializer<ClassTotals> classes = new ClassTotalsSerde().deserializer();
    private final Deserializer<RankingEpoch> epochs = new RankingEpochSerde().deserializer();
    private final KafkaConsumer<byte[], byte[]> committed;
    private final KafkaConsumer<byte[], byte[]> all;
    private final Map<String, DatasetReplica> datasets = new TreeMap<>();
    private final Deque<Ended> ended = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();
    private final Recoveries recoveries;
    private final Thread thread = new Thread(this::run, "reader");
    private List<TopicPartition> ranking = List.of();
    private int checked;
    private volatile boolean closed;

    /** An epoch whose record was read, and where the others must have been read up to. */
    private record Ended(RankingEpoch epoch, long timestamp, Map<TopicPartition, Long> ends) {}

    Reader(String bootstrapServers, Recoveries recoveries) {
        this.recoveries = recoveries;
        committed = consumer(bootstrapServers, "read_committed");
        all = consumer(bootstrapServers, "read_uncommitted");
        thread.setDaemon(true);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        isolation,
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "fetch.max.bytes",
                        8 * 1024 * 1024,
                        "request.timeout.ms",
                        5_000,
                        "reconnect.backoff.max.ms",
                        500),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed && !assign()) {
                Thread.sleep(200);
            }
            while (!closed) {
                committed.poll(POLL).forEach(this::read);
                awaitEnds();
                checkEnded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            violation("the reader failed: " + e);
            e.printStackTrace();
        } finally {
            committed.close();
            all.close();
        }
    }

    /** Takes all partitions; false if a topic is not there yet. */
    private boolean assign() {
        List<TopicPartition> partitions = new ArrayList<>();
        List<String> names = List.of(topics.imageRanking(), topics.classTotals(), topics.rankingEpochs());
        try {
            Map<String, List<PartitionInfo>> there = committed.listTopics(ANSWER);
            if (!there.keySet().containsAll(names)) {
                return false;
            }
            names.forEach(name -> there.get(name)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition()))));
        } catch (TimeoutException e) {
            return false;
        }
        committed.assign(partitions);
        ranking = partitions.stream()
                .filter(partition -> !partition.topic().equals(topics.rankingEpochs()))
                .toList();
        return true;
    }

    private void read(ConsumerRecord<byte[], byte[]> one) {
        if (one.topic().equals(topics.rankingEpochs())) {
            RankingEpoch epoch = epochs.deserialize(one.topic(), one.value());
            if (!ChaosSettings.DATASETS.contains(epoch.dataset())) {
                return;
            }
            recoveries.epoch(epoch);
            ended.add(new Ended(epoch, one.timestamp(), new HashMap<>()));
            return;
        }
        ImageKey key = ImageKey.parse(new String(one.key(), UTF_8));
        if (!ChaosSettings.DATASETS.contains(key.dataset())) {
            return;
        }
        synchronized (this) {
            DatasetReplica dataset = dataset(key.dataset());
            if (one.topic().equals(topics.imageRanking())) {
                dataset.image(
                        key.image(),
                        one.value() == null ? null : images.deserialize(one.topic(), one.value()),
                        one.timestamp());
            } else {
                dataset.classTotals(
                        key.image(),
                        one.value() == null ? null : classes.deserialize(one.topic(), one.value()),
                        one.timestamp());
            }
        }
    }

    /** Asks where the topics end, for the epochs that do not know yet. A broker that is away is asked again. */
    private void awaitEnds() {
        if (ended.stream().allMatch(one -> !one.ends().isEmpty())) {
            return;
        }
        try {
            Map<TopicPartition, Long> ends = all.endOffsets(ranking, ANSWER);
            ended.stream()
                    .filter(one -> one.ends().isEmpty())
                    .forEach(one -> one.ends().putAll(ends));
        } catch (TimeoutException e) {
            // Next time.
        }
    }

    private void checkEnded() {
        while (!ended.isEmpty()
                && !ended.peek().ends().isEmpty()
                && isPast(ended.peek().ends())) {
            Ended one = ended.remove();
            synchronized (this) {
                checked++;
                dataset(one.epoch().dataset())
                        .epoch(one.epoch(), one.timestamp())
                        .forEach(this::violation);
                notifyAll();
            }
        }
    }

    private boolean isPast(Map<TopicPartition, Long> ends) {
        try {
            return ends.entrySet().stream().allMatch(end -> committed.position(end.getKey(), ANSWER) >= end.getValue());
        } catch (TimeoutException e) {
            return false;
        }
    }

    private DatasetReplica dataset(String name) {
        return datasets.computeIfAbsent(name, it -> new DatasetReplica(it, ChaosSettings.TOLERANCE));
    }

    private synchronized void violation(String what) {
        violations.add(what);
        if (violations.size() <= MAX_SHOWN) {
            System.out.println("chaos:   VIOLATION " + what);
        }
    }

    /** What did not hold, in the order in which it was found. */
    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Events accounted for in the epochs that were checked, all datasets. */
    synchronized long accountedFor() {
        return datasets.values().stream()
                .map(DatasetReplica::totals)
                .mapToLong(EventCounts::total)
                .sum();
    }

    /** Epochs checked. */
    synchronized int epochs() {
        return checked;
    }

    /** The datasets read; not to be used before {@link #close()}. */
    Map<String, DatasetReplica> datasets() {
        return datasets;
    }

    @Override
    public void close() {
        closed = true;
        Threads.join(thread, 30_000);
    }

    /** All committed records of a topic, to its end, but for those of an {@link Adversary}: they may be larger than memory. */
    public static List<ConsumerRecord<byte[], byte[]>> readAll(String bootstrapServers, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers, "read_committed")) {
            Set<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .collect(Collectors.toSet());
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaException("topic " + topic + " could not be read to its end " + ends);
                }
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
                    if (one.key() == null || !new String(one.key(), UTF_8).startsWith(Adversary.PREFIX)) {
                        records.add(one);
                    }
                }
            }
            return records;
        }
    }
}
