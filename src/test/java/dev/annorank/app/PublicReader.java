package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.Ranking;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A reader of the public topics, from their start, who knows nothing else and sees only what is committed. */
final class PublicReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topics topics = Topics.standard();
    final Map<ImageKey, ImageRanking> images = new LinkedHashMap<>();
    final List<RankingEpoch> epochs = new ArrayList<>();
    final List<ConsumerRecord<byte[], byte[]>> dead = new ArrayList<>();

    PublicReader(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(topics.imageRanking(), topics.rankingEpochs(), topics.deadLetters())) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads until the condition holds. */
    void readUntil(String what, BooleanSupplier condition) {
        await(what).atMost(PATIENCE).pollInSameThread().pollDelay(Duration.ZERO).until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(this::take);
            return condition.getAsBoolean();
        });
    }

    /** Reads until so many events of a dataset are accounted for, and then all of image-ranking that was before. */
    void readEvents(String dataset, long events) {
        readUntil(events + " events of " + dataset, () -> totals(dataset).total() >= events);
        readToTheEnd();
    }

    /** An epoch's records are committed together, but its partitions are read in any order. */
    void readToTheEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        readUntil(
                "the end of the topics",
                () -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.deadLetters())) {
            dead.add(record);
        } else if (record.topic().equals(topics.rankingEpochs())) {
            epochs.add(new RankingEpochSerde().deserializer().deserialize(record.topic(), record.value()));
        } else {
            ImageKey key = ImageKey.parse(new String(record.key(), UTF_8));
            if (record.value() == null) {
                images.remove(key);
            } else {
                images.put(key, new ImageRankingSerde().deserializer().deserialize(record.topic(), record.value()));
            }
        }
    }

    List<RankingEpoch> epochs(String dataset) {
        return epochs.stream().filter(epoch -> epoch.dataset().equals(dataset)).toList();
    }

    EventCounts totals(String dataset) {
        List<RankingEpoch> its = epochs(dataset);
        return its.isEmpty() ? EventCounts.NONE : its.get(its.size() - 1).totals();
    }

    Collection<ImageRanking> images(String dataset) {
        return images.values().stream()
                .filter(image -> image.dataset().equals(dataset))
                .toList();
    }

    /** The exact ranking, recomputed from the published vectors. */
    Ranking recomputed(String dataset) {
        PublishedRanking published = new PublishedRanking(dataset);
        images.forEach(published::image);
        return published.rank();
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
