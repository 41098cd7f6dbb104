package dev.annorank.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The internal topic {@code <application id>-scoring}. Its first record is the {@link ScoringManifest}: whoever finds none
 * appends one and then reads the first, so that of several who do it at once one wins and all know which.
 */
public final class ManifestTopic {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Admin admin;
    private final Map<String, Object> consumer;
    private final Map<String, Object> producer;
    private final TopicPartition partition;

    /**
     * Nothing is asked yet.
     *
     * @param admin the caller closes it
     * @param consumer settings of a Kafka consumer
     * @param producer settings of a Kafka producer
     */
    public ManifestTopic(
            Admin admin, Map<String, Object> consumer, Map<String, Object> producer, String applicationId) {
        this.admin = admin;
        this.consumer = new HashMap<>(consumer);
        this.consumer.put("allow.auto.create.topics", false);
        this.producer = new HashMap<>(producer);
        this.producer.put("acks", "all");
        this.producer.put("enable.idempotence", true);
        this.producer.remove("transactional.id");
        this.partition = new TopicPartition(applicationId + "-scoring", 0);
    }

    /** The topic's name. */
    public String name() {
        return partition.topic();
    }

    /** Makes the topic if it is not there, with as many replicas as the others. */
    public void create() {
        Map<String, String> config = Map.of(
                "cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1", "min.insync.replicas", "2");
        new TopicManager(admin, List.of(new TopicSpec(name(), 1, 3, config)), OptionalInt.empty()).createMissing();
    }

    /**
     * The manifest, if anybody has written one.
     *
     * @throws UnknownFormatException if a newer annorank wrote it
     * @throws KafkaException if the topic cannot be read
     */
    public Optional<ScoringManifest> read() {
        try (Consumer<byte[], byte[]> reader =
                new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            long end = reader.endOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + ANSWER.toNanos();
            while (reader.position(partition, ANSWER) < end) {
                for (ConsumerRecord<byte[], byte[]> first : reader.poll(Duration.ofMillis(200))) {
                    return Optional.of(ScoringManifest.fromJson(name(), first.value()));
                }
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("topic " + name() + " cannot be read");
                }
            }
            return Optional.empty();
        }
    }

    /** As {@link #read()}, but empty at once where the topic does not exist; for those who must not create it. */
    public Optional<ScoringManifest> readIfPresent() {
        boolean exists = !new ClusterTopics(admin).describe(List.of(name())).isEmpty();
        return exists ? read() : Optional.empty();
    }

    /** The manifest, after writing one of these settings if there was none. It may be somebody else's. */
    public ScoringManifest claim(Map<String, String> settings) {
        Optional<ScoringManifest> present = read();
        if (present.isPresent()) {
            return present.get();
        }
        append(new ScoringManifest(Uuid.randomUuid().toString(), new TreeMap<>(settings), Optional.empty()));
        return read().orElseThrow(
                        () -> new KafkaException("topic " + name() + " was cleared at this moment; try again"));
    }

    /** Puts another manifest in place. Until it is, the old one counts. */
    public void replace(ScoringManifest next) {
        deleteBefore(append(next));
    }

    /** Leaves no manifest. */
    public void clear() {
        deleteBefore(-1);
    }

    private long append(ScoringManifest manifest) {
        try (Producer<byte[], byte[]> writer =
                new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer())) {
            return ClusterTopics.await(
                            writer.send(new ProducerRecord<>(name(), 0, null, manifest.toJson())),
                            "write topic " + name())
                    .offset();
        }
    }

    private void deleteBefore(long offset) {
        ClusterTopics.await(
                admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                        .all(),
                "delete records of topic " + name());
    }
}
