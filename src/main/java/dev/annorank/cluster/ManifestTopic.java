package dev.annorank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.UnknownFormatException;
import java.time.Duration;
import java.util.Arrays;
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
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The internal topic {@code <application id>-scoring}, which holds the {@link ScoringManifest}: whoever finds none appends
 * one without a key and then reads the first, so that of several who do it at once one wins and all know which.
 *
 * <p>A record with a key puts another one in place of all before it, or none if it has no value. Those before it are
 * deleted, but nothing depends on that: a broker writes down only once a minute up to where records are deleted, and after
 * a kill has those again that were deleted since.
 */
public final class ManifestTopic {
    /** The topic is read again and again; what is in it is named once. */
    private static final ForeignRecords FOREIGN = new ForeignRecords();

    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final byte[] INSTEAD = "instead".getBytes(UTF_8);

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
            Optional<ScoringManifest> counts = Optional.empty();
            Optional<UnknownFormatException> newer = Optional.empty();
            while (reader.position(partition, ANSWER) < end) {
                for (ConsumerRecord<byte[], byte[]> one : reader.poll(Duration.ofMillis(200))) {
                    boolean isFirst = counts.isEmpty() && newer.isEmpty();
                    boolean isForeign = one.value() == null && !Arrays.equals(one.key(), INSTEAD);
                    if (isForeign || (one.key() == null && !isFirst)) {
                        continue;
                    }
                    try {
                        counts = Optional.ofNullable(one.value()).map(json -> ScoringManifest.fromJson(name(), json));
                        newer = Optional.empty();
                    } catch (UnknownFormatException e) {
                        counts = Optional.empty();
                        newer = Optional.of(e);
                    } catch (SerializationException e) {
                        FOREIGN.note(
                                ForeignRecords.place(one.topic(), one.partition(), one.offset()),
                                String.valueOf(e.getMessage()));
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("topic " + name() + " cannot be read");
                }
            }
            if (newer.isPresent()) {
                throw newer.get();
            }
            return counts;
        }
    }

    /** As {@link #read()}, but empty at once where the topic does not exist; for those who must not create it. */
    public Optional<ScoringManifest> readIfPresent() {
        return TopicManager.exists(admin, name()) ? read() : Optional.empty();
    }

    /** The manifest, after writing one of these settings if there was none. It may be somebody else's. */
    public ScoringManifest claim(Map<String, String> settings) {
        Optional<ScoringManifest> present = read();
        if (present.isPresent()) {
            return present.get();
        }
        append(
                null,
                new ScoringManifest(Uuid.randomUuid().toString(), new TreeMap<>(settings), Optional.empty()).toJson());
        return read().orElseThrow(
                        () -> new KafkaException("topic " + name() + " was cleared at this moment; try again"));
    }

    /** Puts another manifest in place. Until it is, the old one counts. */
    public void replace(ScoringManifest next) {
        deleteBefore(append(INSTEAD, next.toJson()));
    }

    /** Leaves no manifest. */
    public void clear() {
        append(INSTEAD, null);
        deleteBefore(-1);
    }

    private long append(byte @Nullable [] key, byte @Nullable [] value) {
        try (Producer<byte[], byte[]> writer =
                new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer())) {
            return Answers.await(writer.send(new ProducerRecord<>(name(), 0, key, value)), "write topic " + name())
                    .offset();
        }
    }

    private void deleteBefore(long offset) {
        Answers.await(
                admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                        .all(),
                "delete records of topic " + name());
    }
}
