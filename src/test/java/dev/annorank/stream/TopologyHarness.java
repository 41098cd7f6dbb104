package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.ScoredEvent;
import dev.annorank.ranking.PublishPolicy;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.score.Measure;
import dev.annorank.state.ImageLimits;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.EventWriter;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.InstanceKey;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.ScoredEventSerde;
import dev.annorank.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topology without a broker, and a reader of its public topics who knows nothing else: what it shows of a dataset is what
 * was published.
 */
final class TopologyHarness implements AutoCloseable {
    static final Topics TOPICS = Topics.standard();
    static final double[] PRUNE_RATES = {0.2, 0.5};
    static final ImageLimits LIMITS = new ImageLimits(200_000, 10_000, 1 << 20, 4 << 20);
    static final Duration COLLECT_TICK = Duration.ofMillis(30);
    static final Duration RANK_TICK = Duration.ofMillis(10);

    /** Records that were passed over. */
    final AtomicInteger skipped = new AtomicInteger();
    /** Whether the manifest is of a newer annorank. */
    boolean newerAtWork;

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> annotations;
    private final TestInputTopic<byte[], byte[]> scores;
    private final TestInputTopic<byte[], byte[]> vectors;
    private final TestOutputTopic<String, InstanceDetail> instanceDetails;
    private final TestOutputTopic<String, ImageRanking> imageRanking;
    private final TestOutputTopic<String, ClassTotals> classTotals;
    private final TestOutputTopic<String, RankingEpoch> rankingEpochs;
    private final TestOutputTopic<byte[], byte[]> deadLetters;

    final Map<InstanceKey, InstanceDetail> instances = new HashMap<>();
    final Map<ImageKey, ImageRanking> published = new HashMap<>();
    final Map<String, ClassTotals> classes = new HashMap<>();
    final List<RankingEpoch> epochs = new ArrayList<>();
    final List<TestRecord<byte[], byte[]>> dead = new ArrayList<>();
    int publications;
    int vanished;

    TopologyHarness(Path stateDir) {
        this(stateDir, settings(0.001, 1000));
    }

    TopologyHarness(Path stateDir, PipelineSettings settings) {
        this(stateDir, settings, PipelineListener.NONE);
    }

    TopologyHarness(Path stateDir, PipelineSettings settings, PipelineListener listener) {
        driver = driver(stateDir, settings, listener, new ForeignRecords(() -> newerAtWork, skipped::incrementAndGet));
        scores = driver.createInputTopic(TOPICS.instanceScores(), new ByteArraySerializer(), new ByteArraySerializer());
        vectors = driver.createInputTopic(
                "annorank-image-vectors-repartition", new ByteArraySerializer(), new ByteArraySerializer());
        annotations =
                driver.createInputTopic(TOPICS.annotations(), new ByteArraySerializer(), new ByteArraySerializer());
        StringDeserializer text = new StringDeserializer();
        instanceDetails = driver.createOutputTopic(TOPICS.instances(), text, new InstanceDetailSerde().deserializer());
        imageRanking = driver.createOutputTopic(TOPICS.imageRanking(), text, new ImageRankingSerde().deserializer());
        classTotals = driver.createOutputTopic(TOPICS.classTotals(), text, new ClassTotalsSerde().deserializer());
        rankingEpochs = driver.createOutputTopic(TOPICS.rankingEpochs(), text, new RankingEpochSerde().deserializer());
        deadLetters = driver.createOutputTopic(
                TOPICS.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The bare driver, for whoever wants the bytes. */
    static TopologyTestDriver driver(Path stateDir, PipelineSettings settings) {
        return driver(stateDir, settings, PipelineListener.NONE, new ForeignRecords());
    }

    private static TopologyTestDriver driver(
            Path stateDir, PipelineSettings settings, PipelineListener listener, ForeignRecords foreign) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "annorank");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, ForeignRecordHandler.class);
        config.put(ForeignRecordHandler.FOREIGN, foreign);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return new TopologyTestDriver(
                new RankingTopology(TOPICS, settings, listener, foreign, EpochTimes.UNKNOWN).build(),
                config,
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    static PipelineSettings settings(double tolerance, int publishChunk) {
        return settings(new PublishPolicy(tolerance, PRUNE_RATES), Duration.ofSeconds(1), 2, publishChunk);
    }

    static PipelineSettings settings(ImageLimits limits) {
        return settings(new PublishPolicy(0.001, PRUNE_RATES), Duration.ofSeconds(1), 2, 1000, limits);
    }

    static PipelineSettings settings(PublishPolicy policy, Duration interval, int rankPartitions, int publishChunk) {
        return settings(policy, interval, rankPartitions, publishChunk, LIMITS);
    }

    static PipelineSettings settings(
            PublishPolicy policy, Duration interval, int rankPartitions, int publishChunk, ImageLimits limits) {
        return new PipelineSettings(
                Measure.CONTOUR,
                false,
                1L << 28,
                1 << 20,
                4 << 20,
                limits,
                Duration.ofDays(7),
                policy,
                interval,
                rankPartitions,
                publishChunk);
    }

    TopologyTestDriver driver() {
        return driver;
    }

    void send(AnnotationEvent event) {
        send(EventWriter.key(event), EventWriter.value(event));
    }

    void send(byte @Nullable [] key, byte @Nullable [] value) {
        annotations.pipeInput(key, value);
    }

    void send(TestRecord<byte[], byte[]> event) {
        annotations.pipeInput(event);
    }

    /** Writes to instance-scores as a reset, or an older version, does. */
    void sendScored(ScoredEvent event) {
        byte[] value = new ScoredEventSerde().serializer().serialize(TOPICS.instanceScores(), event);
        scores.pipeInput(event.image().getBytes(UTF_8), value);
    }

    /** Writes to instance-scores as anyone may. */
    void sendScored(TestRecord<byte[], byte[]> record) {
        scores.pipeInput(record);
    }

    /** Writes between collect and rank as anyone may. */
    void sendVectors(TestRecord<byte[], byte[]> record) {
        vectors.pipeInput(record);
    }

    /** Lets an epoch's interval pass and publishes until nothing is left to publish, then reads. */
    void settle() {
        tick(Duration.ofSeconds(1));
        for (int before = -1; before != publications; ) {
            before = publications;
            tick(Duration.ofMillis(50));
        }
    }

    /** Lets time pass, then reads what was published. */
    void tick(Duration time) {
        // The driver hands on nothing while it advances: first, what collect holds back for a moment reaches rank.
        Duration first = time.compareTo(COLLECT_TICK) < 0 ? time : COLLECT_TICK;
        driver.advanceWallClockTime(first);
        driver.advanceWallClockTime(time.minus(first));
        for (KeyValue<String, InstanceDetail> record : instanceDetails.readKeyValuesToList()) {
            InstanceKey key = InstanceKey.parse(record.key);
            if (record.value != null) {
                instances.put(key, record.value);
            } else if (instances.remove(key) == null) {
                throw new AssertionError("instance " + key + " is gone, but was not there");
            } else {
                vanished++;
            }
        }
        for (KeyValue<String, ImageRanking> record : imageRanking.readKeyValuesToList()) {
            publications++;
            ImageKey key = ImageKey.parse(record.key);
            if (record.value == null) {
                published.remove(key);
            } else {
                published.put(key, record.value);
            }
        }
        for (KeyValue<String, ClassTotals> record : classTotals.readKeyValuesToList()) {
            if (record.value == null) {
                classes.remove(record.key);
            } else {
                classes.put(record.key, record.value);
            }
        }
        epochs.addAll(rankingEpochs.readValuesToList());
        dead.addAll(deadLetters.readRecordsToList());
    }

    ImageRanking image(String dataset, String image) {
        ImageRanking ranking = published.get(new ImageKey(dataset, image));
        if (ranking == null) {
            throw new AssertionError("nothing is published of image " + image + " of " + dataset);
        }
        return ranking;
    }

    /** What a reader of image-ranking alone can recompute. */
    RankingIndex recomputed(String dataset) {
        RankingIndex index = new RankingIndex();
        published.values().stream()
                .filter(ranking -> ranking.dataset().equals(dataset))
                .forEach(ranking -> index.upsert(ranking.image(), ranking.imageVector()));
        return index;
    }

    /** What has been written to a topic since, be it an internal one. */
    List<TestRecord<byte[], byte[]>> written(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** All events the epochs have reported, of all datasets. */
    EventCounts reported() {
        return epochs.stream().map(RankingEpoch::events).reduce(EventCounts.NONE, EventCounts::plus);
    }

    @Override
    public void close() {
        driver.close();
    }
}
