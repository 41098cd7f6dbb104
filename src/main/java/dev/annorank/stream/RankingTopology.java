package dev.annorank.stream;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.score.EventScorer;
import dev.annorank.score.InstanceScorer;
import dev.annorank.stream.CollectResult.OfDeadLetter;
import dev.annorank.stream.CollectResult.OfInstance;
import dev.annorank.stream.RankResult.OfClass;
import dev.annorank.stream.RankResult.OfEpoch;
import dev.annorank.stream.RankResult.OfImage;
import dev.annorank.stream.ScoreResult.Rejected;
import dev.annorank.stream.ScoreResult.Scored;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.Topics;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The whole data path.
 *
 * <pre>
 *   annotations ──► score ──► instance-scores ──► collect ──► image-vectors ──► rank ──┬─► image-ranking
 *   (any producer)    │      (keyed by image)    annotations   (partitioned    vectors ├─► class-totals
 *                     │                          images   │     by dataset)    ...     └─► ranking-epochs
 *                     │                                   └─► instances
 *                     └─► dead-letters, and a count of them ────────┘
 * </pre>
 *
 * <p>score is stateless and spreads over the partitions of {@code annotations}; collect over those of {@code instance-scores},
 * a topic that annorank keys itself, whatever the producers did; rank has one writer a dataset.
 */
public final class RankingTopology {
    /** Of collect: every annotation's class, SI-SCS and version. */
    static final String ANNOTATIONS_STORE = "annotations";
    /** Of collect: every image's vector in exact sums. */
    static final String IMAGES_STORE = "images";
    /** Of collect: every class of an image that has many, in exact sums. */
    static final String IMAGE_CLASSES_STORE = "image-classes";
    /** Of rank: every image's vector. */
    static final String VECTORS_STORE = "vectors";
    /** Of rank: what was last published of every image. */
    static final String PUBLISHED_STORE = "published";
    /** Of rank: what was last published of every class. */
    static final String CLASSES_STORE = "classes";
    /** Of rank: epoch and event counts of every dataset. */
    static final String DATASETS_STORE = "datasets";

    private static final Serde<String> TEXT = Serdes.String();
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();
    private static final Serde<ClassTotals> CLASS_TOTALS = new ClassTotalsSerde();

    private final Topics topics;
    private final PipelineSettings settings;
    private final PipelineListener listener;
    private final ForeignRecords foreign;
    private final EpochTimes epochs;
    private final OversizedImages oversized;
    private final Function<String, KeyValueBytesStoreSupplier> stores;

    public RankingTopology(Topics topics, PipelineSettings settings) {
        this(topics, settings, PipelineListener.NONE, new ForeignRecords(), EpochTimes.UNKNOWN);
    }

    /**
     * The same, and those who count.
     *
     * @param epochs of which the newest record of a dataset that is taken over may be lost, and another epoch is then published
     */
    public RankingTopology(
            Topics topics,
            PipelineSettings settings,
            PipelineListener listener,
            ForeignRecords foreign,
            EpochTimes epochs) {
        this(topics, settings, listener, foreign, epochs, Stores::persistentKeyValueStore);
    }

    /** @param stores by name, where each state store keeps its bytes */
    RankingTopology(
            Topics topics,
            PipelineSettings settings,
            PipelineListener listener,
            ForeignRecords foreign,
            EpochTimes epochs,
            Function<String, KeyValueBytesStoreSupplier> stores) {
        this.topics = topics;
        this.settings = settings;
        this.listener = listener;
        this.foreign = foreign;
        this.epochs = epochs;
        this.oversized = new OversizedImages(settings.imageLimits());
        this.stores = stores;
    }

    /** The images that its tasks in this process leave out of rankings. */
    public OversizedImages oversized() {
        return oversized;
    }

    /** The topology; the same for every worker of an application id. */
    public Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        var rejections = addScore(builder);
        var vectors = addCollect(builder);
        addRank(builder, vectors.merge(rejections, Named.as("updates")));
        return builder.build();
    }

    /** Stage 1, from the annotations; gives the counts of what it rejects. */
    KStream<String, VectorUpdate> addScore(StreamsBuilder builder) {
        var scored = score(builder);
        writeInstanceScores(scored);
        return byDataset("rejections", writeDeadLetters(scored));
    }

    /** Stage 2, from the instance scores; gives the images' vectors. */
    KStream<String, VectorUpdate> addCollect(StreamsBuilder builder) {
        var collected = collect(builder);
        writeInstances(collected);
        writeUncollected(collected);
        return byDataset("image-vectors", vectors(collected));
    }

    /** Stage 3, from what the other two give, of which a dataset is one partition. */
    void addRank(StreamsBuilder builder, KStream<String, VectorUpdate> updates) {
        publish(rank(builder, updates));
    }

    private KStream<byte[], ScoreResult> score(StreamsBuilder builder) {
        return builder.stream(
                        topics.annotations(),
                        Consumed.with(BYTES, BYTES)
                                .withName("annotations")
                                .withTimestampExtractor(RankingTopology::eventTime))
                .process(this::newScoreProcessor, Named.as("score"));
    }

    private void writeInstanceScores(KStream<byte[], ScoreResult> results) {
        results.filter((key, result) -> result instanceof Scored, Named.as("scored"))
                .mapValues(ScoreResult::value, Named.as("scored-events"))
                .to(topics.instanceScores(), Produced.with(BYTES, BYTES).withName("to-instance-scores"));
    }

    /** The records go to the dead letters as they came; the count of them goes to rank. */
    private KStream<String, VectorUpdate> writeDeadLetters(KStream<byte[], ScoreResult> results) {
        var rejected = results.filter((key, result) -> result instanceof Rejected, Named.as("rejected"));
        rejected.mapValues(ScoreResult::value, Named.as("rejected-values"))
                .to(topics.deadLetters(), Produced.with(BYTES, BYTES).withName("to-dead-letters"));
        return rejected.map(
                (key, result) -> KeyValue.pair(
                        ((Rejected) result).dataset() + "/", new VectorUpdate(null, EventCounts.ONE_REJECTED)),
                Named.as("rejection-counts"));
    }

    private KStream<String, CollectResult> collect(StreamsBuilder builder) {
        builder.addStateStore(store(ANNOTATIONS_STORE, StateSerdes.ANNOTATION_KEY, StateSerdes.ANNOTATION_STATE));
        builder.addStateStore(store(IMAGE_CLASSES_STORE, StateSerdes.ANNOTATION_KEY, StateSerdes.CLASS_SUM));
        // Changes with every event of an image: the cache lets one write a commit through.
        builder.addStateStore(store(IMAGES_STORE, StateSerdes.IMAGE_KEY, StateSerdes.IMAGE_STATE)
                .withCachingEnabled());
        return builder.stream(
                        topics.instanceScores(), Consumed.with(BYTES, BYTES).withName("instance-scores"))
                .process(
                        () -> new CollectProcessor(settings, listener, oversized, foreign),
                        Named.as("collect"),
                        ANNOTATIONS_STORE,
                        IMAGES_STORE,
                        IMAGE_CLASSES_STORE);
    }

    private void writeInstances(KStream<String, CollectResult> results) {
        results.filter((key, result) -> result instanceof OfInstance, Named.as("instances"))
                .mapValues(result -> ((OfInstance) result).detail(), Named.as("instance-values"))
                .to(
                        topics.instances(),
                        Produced.with(TEXT, new InstanceDetailSerde()).withName("to-instances"));
    }

    /** What another program wrote to instance-scores, and events that an image has no room for. */
    private void writeUncollected(KStream<String, CollectResult> results) {
        results.filter((key, result) -> result instanceof OfDeadLetter, Named.as("uncollected"))
                .map(
                        (key, result) -> {
                            DeadLetter letter = ((OfDeadLetter) result).letter();
                            return KeyValue.pair(letter.key(), letter.value());
                        },
                        Named.as("uncollected-letters"))
                .to(topics.deadLetters(), Produced.with(BYTES, BYTES).withName("uncollected-to-dead-letters"));
    }

    private static KStream<String, VectorUpdate> vectors(KStream<String, CollectResult> results) {
        return results.filter((key, result) -> result instanceof CollectResult.OfImage, Named.as("collected-images"))
                .mapValues(result -> ((CollectResult.OfImage) result).update(), Named.as("vector-updates"));
    }

    /** Through an internal topic in which a dataset is one partition, so that its ranking has one writer. */
    private KStream<String, VectorUpdate> byDataset(String name, KStream<String, VectorUpdate> updates) {
        return updates.repartition(Repartitioned.with(TEXT, StateSerdes.VECTOR_UPDATE)
                .withName(name)
                .withNumberOfPartitions(settings.rankPartitions())
                .withStreamPartitioner(new DatasetPartitioner()));
    }

    private KStream<String, RankResult> rank(StreamsBuilder builder, KStream<String, VectorUpdate> updates) {
        builder.addStateStore(store(VECTORS_STORE, StateSerdes.NAME_IN_DATASET, StateSerdes.VECTOR));
        builder.addStateStore(store(PUBLISHED_STORE, StateSerdes.NAME_IN_DATASET, StateSerdes.PUBLISHED));
        builder.addStateStore(store(CLASSES_STORE, StateSerdes.NAME_IN_DATASET, CLASS_TOTALS));
        // Changes with every event: the cache lets one write a commit through.
        builder.addStateStore(store(DATASETS_STORE, StateSerdes.DATASET, StateSerdes.DATASET_STATE)
                .withCachingEnabled());
        return updates.process(
                () -> new RankProcessor(settings, listener, oversized, foreign, epochs),
                Named.as("rank"),
                VECTORS_STORE,
                PUBLISHED_STORE,
                CLASSES_STORE,
                DATASETS_STORE);
    }

    private void publish(KStream<String, RankResult> results) {
        results.filter((key, result) -> result instanceof OfImage, Named.as("image-rankings"))
                .mapValues(result -> ((OfImage) result).ranking(), Named.as("image-ranking-values"))
                .to(
                        topics.imageRanking(),
                        Produced.with(TEXT, new ImageRankingSerde()).withName("to-image-ranking"));
        results.filter((key, result) -> result instanceof OfClass, Named.as("classes"))
                .mapValues(result -> ((OfClass) result).totals(), Named.as("class-totals-values"))
                .to(topics.classTotals(), Produced.with(TEXT, CLASS_TOTALS).withName("to-class-totals"));
        results.filter((key, result) -> result instanceof OfEpoch, Named.as("epochs"))
                .mapValues(result -> ((OfEpoch) result).epoch(), Named.as("ranking-epoch-values"))
                .to(
                        topics.rankingEpochs(),
                        Produced.with(TEXT, new RankingEpochSerde()).withName("to-ranking-epochs"));
    }

    private ScoreProcessor newScoreProcessor() {
        InstanceScorer scorer =
                new InstanceScorer(settings.measure(), settings.maxMaskPixels(), settings.includeCrowds());
        return new ScoreProcessor(
                new EventReader(settings.maxEventBytes()), new EventScorer(scorer), settings.maxValueBytes(), listener);
    }

    /** The record's own time. Producers without a clock send -1, which Kafka Streams would stop at. */
    private static long eventTime(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }

    private <K, V> StoreBuilder<KeyValueStore<K, V>> store(String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(
                stores.apply(name), new ReadableSerde<>(keys, foreign), new ReadableSerde<>(values, foreign));
    }
}
