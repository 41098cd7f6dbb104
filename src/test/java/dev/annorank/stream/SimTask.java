package dev.annorank.stream;

import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.ForeignRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;

/**
 * One task of the topology with its transactions. What it writes is seen by nobody until it commits; if it dies first, its
 * successor finds its stores as the committed changelogs have them, and reads on from the committed offsets.
 *
 * <p>The driver knows one partition, and flushes stores after every record, not at a commit. Which records one transaction
 * holds is up to this class.
 */
final class SimTask implements AutoCloseable {
    static final String APPLICATION = "annorank";
    static final String REJECTIONS = APPLICATION + "-rejections-repartition";
    static final String VECTORS = APPLICATION + "-image-vectors-repartition";

    /** The tasks: collect has two, each with half of the images. */
    enum TaskId {
        SCORE,
        COLLECT_0,
        COLLECT_1,
        RANK;

        /** The topics it reads. */
        List<String> sources() {
            return switch (this) {
                case SCORE -> List.of(TopologyHarness.TOPICS.annotations());
                case COLLECT_0, COLLECT_1 -> List.of(TopologyHarness.TOPICS.instanceScores());
                case RANK -> List.of(VECTORS, REJECTIONS);
            };
        }
    }

    /** Records of one partition, in order. */
    static final class Partition extends ArrayList<TestRecord<byte[], byte[]>> {
        private static final long serialVersionUID = 1;
    }

    private final TaskId id;
    private final List<Partition> partitions;
    private final int[] read;
    private final int[] committedRead;
    private final Map<String, Map<Bytes, byte[]>> changelogs = new HashMap<>();
    private List<TopicRecord> transaction = new ArrayList<>();
    private TopologyTestDriver driver;
    private List<TestInputTopic<byte[], byte[]>> inputs;

    /** What was written to a topic. */
    record TopicRecord(String topic, TestRecord<byte[], byte[]> content) {}

    /** @param partitions what it reads, one for each source topic */
    SimTask(TaskId id, List<Partition> partitions, PipelineSettings settings, long nowMs) {
        this.id = id;
        this.partitions = partitions;
        this.read = new int[partitions.size()];
        this.committedRead = new int[partitions.size()];
        start(settings, nowMs);
    }

    private void start(PipelineSettings settings, long nowMs) {
        StreamsBuilder builder = new StreamsBuilder();
        RankingTopology topology = new RankingTopology(
                TopologyHarness.TOPICS,
                settings,
                PipelineListener.NONE,
                new ForeignRecords(),
                EpochTimes.UNKNOWN,
                this::restored);
        switch (id) {
            case SCORE -> topology.addScore(builder);
            case RANK ->
                topology.addRank(
                        builder,
                        builder.stream(id.sources(), Consumed.with(Serdes.String(), StateSerdes.VECTOR_UPDATE)));
            default -> topology.addCollect(builder);
        }
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        driver = new TopologyTestDriver(builder.build(), config, Instant.ofEpochMilli(nowMs));
        inputs = id.sources().stream()
                .map(topic -> driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer()))
                .toList();
    }

    /** A store as the committed changelog has it. In memory: opening files would take most of the time. */
    private KeyValueBytesStoreSupplier restored(String name) {
        Map<Bytes, byte[]> content = changelog(name);
        return new GivenStore(name, () -> {
            KeyValueStore<Bytes, byte[]> store =
                    Stores.inMemoryKeyValueStore(name).get();
            content.forEach(store::put);
            return store;
        });
    }

    private Map<Bytes, byte[]> changelog(String store) {
        return changelogs.computeIfAbsent(APPLICATION + "-" + store + "-changelog", topic -> new TreeMap<>());
    }

    /** Takes the next record, of several topics the older one first; false if there is none. */
    boolean work() {
        int next = -1;
        for (int i = 0; i < partitions.size(); i++) {
            if (read[i] < partitions.get(i).size()
                    && (next < 0 || head(i).timestamp() < head(next).timestamp())) {
                next = i;
            }
        }
        if (next < 0) {
            return false;
        }
        TestRecord<byte[], byte[]> record = head(next);
        read[next]++;
        inputs.get(next).pipeInput(record);
        gather();
        return true;
    }

    private TestRecord<byte[], byte[]> head(int source) {
        return partitions.get(source).get(read[source]);
    }

    void advance(int ms) {
        driver.advanceWallClockTime(Duration.ofMillis(ms));
        gather();
    }

    private void gather() {
        for (String topic : driver.producedTopicNames()) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .forEach(record -> transaction.add(new TopicRecord(topic, record)));
        }
    }

    /** What everybody may read from now on, changelogs aside. */
    List<TopicRecord> commit() {
        List<TopicRecord> visible = new ArrayList<>();
        for (TopicRecord written : transaction) {
            Map<Bytes, byte[]> changelog = changelogs.get(written.topic());
            if (changelog == null) {
                visible.add(written);
            } else if (written.content().value() == null) {
                changelog.remove(Bytes.wrap(written.content().key()));
            } else {
                changelog.put(
                        Bytes.wrap(written.content().key()), written.content().value());
            }
        }
        transaction = new ArrayList<>();
        System.arraycopy(read, 0, committedRead, 0, read.length);
        return visible;
    }

    /** Dies with its transaction, and is begun again elsewhere. */
    void crash(PipelineSettings settings, long nowMs) {
        driver.close();
        transaction = new ArrayList<>();
        System.arraycopy(committedRead, 0, read, 0, read.length);
        start(settings, nowMs);
    }

    @Override
    public void close() {
        driver.close();
    }
}
