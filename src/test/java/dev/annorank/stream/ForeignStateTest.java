package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageVector;
import dev.annorank.model.ScoredEvent.ImageRemoved;
import dev.annorank.ranking.PublishPolicy;
import dev.annorank.ranking.VectorAccumulator;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.ImageSize;
import dev.annorank.state.ImageState;
import dev.annorank.stream.RankResult.OfImage;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.ForeignRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others wrote to a changelog is in the store that was restored from it, and does not stop a stage. */
class ForeignStateTest {
    private final AtomicInteger skipped = new AtomicInteger();
    private final ForeignRecords foreign = new ForeignRecords(() -> false, skipped::incrementAndGet);
    private final Map<String, KeyValueStore<Bytes, byte[]>> raw = new HashMap<>();

    private final MockProcessorContext<String, RankResult> ranking = new MockProcessorContext<>();
    private final MockProcessorContext<String, CollectResult> collecting = new MockProcessorContext<>();
    private final PipelineSettings settings =
            TopologyHarness.settings(new PublishPolicy(0.001, new double[] {0.5}), Duration.ofMillis(10), 1, 1000);

    @Test
    void shouldRankTheRest_whenChangelogsOfRankHoldWhatOthersWrote() {
        RankProcessor rank = takeRank();
        label(rank, "1", 1);
        label(rank, "\u00e9", 2);
        MockStage.tick(ranking, 0);
        rank.close();
        for (String store : List.of(
                RankingTopology.VECTORS_STORE,
                RankingTopology.PUBLISHED_STORE,
                RankingTopology.CLASSES_STORE,
                RankingTopology.DATASETS_STORE)) {
            for (String key : List.of("", "x", "d/", "/1", "d/2", "d/z", "a b/1")) {
                put(store, key.getBytes(UTF_8), "{\"a\":[]}".getBytes(UTF_8));
            }
            // Not UTF-8: read as text it would come elsewhere in the order of keys.
            put(store, new byte[] {'d', '/', (byte) 0x80}, new byte[] {1});
            put(store, new byte[] {'d', '/', '3'}, new byte[] {2, 0, 0});
        }
        StoredVector odd =
                new StoredVector(0, new ImageVector(new String[] {"c"}, new int[] {1}, new double[] {1e-300}));
        put(
                RankingTopology.VECTORS_STORE,
                "d/4".getBytes(UTF_8),
                StateSerdes.VECTOR.serializer().serialize("t", odd));

        StoredVector fine = new StoredVector(0, new ImageVector(new String[] {"c"}, new int[] {1}, new double[] {9}));
        byte[] notUtf8 = {'d', '/', (byte) 0x80};
        put(
                RankingTopology.VECTORS_STORE,
                notUtf8,
                StateSerdes.VECTOR.serializer().serialize("t", fine));

        RankProcessor next = takeRank();
        assertThat(skipped.get()).isGreaterThan(10);
        label(next, "5", 3);
        MockStage.tick(ranking, 1000);
        assertThat(ranking.forwarded().stream()
                        .filter(one -> one.record().value() instanceof OfImage)
                        .<String>map(one -> one.record().key()))
                .containsExactlyInAnyOrder("d/5", "d/\u00e9");
        next.close();
    }

    @Test
    void shouldSumAnImageUpAnew_whenItsStateIsOfAnother() {
        CollectProcessor collect = takeCollect();
        CollectProcessorTest.upsert(collect, "1", "cat", 1);
        CollectProcessorTest.upsert(collect, "2", "dog", 1);
        collect.close();
        VectorAccumulator other = new VectorAccumulator();
        other.add("zebra", 2.5);
        ImageState foreignState =
                new ImageState(other, ImageSize.NONE, AnnotationState.UNVERSIONED, 0, 0, EventCounts.NONE, false);
        byte[] key = raw.get(RankingTopology.IMAGES_STORE).all().next().key.get();
        put(
                RankingTopology.IMAGES_STORE,
                key,
                StateSerdes.IMAGE_STATE.serializer().serialize("t", foreignState));

        CollectProcessor next = takeCollect();
        CollectProcessorTest.upsert(next, "2", "cow", 2);
        send();
        assertThat(updates().get(updates().size() - 1).vector())
                .isEqualTo(new ImageVector(new String[] {"cat", "cow"}, new int[] {1, 1}, new double[] {1.5, 1.5}));
    }

    @ParameterizedTest
    @ValueSource(strings = {RankingTopology.IMAGES_STORE, RankingTopology.ANNOTATIONS_STORE})
    void shouldSumAnImageUpAnew_whenPartOfItsStateIsLost(String store) {
        CollectProcessor collect = takeCollect();
        CollectProcessorTest.upsert(collect, "1", "cat", 1);
        CollectProcessorTest.upsert(collect, "2", "dog", 1);
        CollectProcessorTest.upsert(collect, "3", "dog", 1);
        collect.close();
        // Somebody's tombstone for what is stored of the image, or somebody's bytes instead.
        byte[] first = raw.get(store).all().next().key.get();
        put(store, first, store.equals(RankingTopology.IMAGES_STORE) ? null : new byte[] {9, 9});
        put(store, "x".getBytes(UTF_8), "y".getBytes(UTF_8));

        CollectProcessor next = takeCollect();
        CollectProcessorTest.upsert(next, "2", "cow", 2);
        CollectProcessorTest.upsert(next, "1", "cat", 2);
        CollectProcessorTest.process(next, new ImageRemoved("d", "1", OptionalLong.of(3)));
        CollectProcessorTest.upsert(next, "7", "ox", 4);
        send();
        ImageVector last = updates().get(updates().size() - 1).vector();
        if (store.equals(RankingTopology.IMAGES_STORE)) {
            assertThat(last).isEqualTo(new ImageVector(new String[] {"ox"}, new int[] {1}, new double[] {1.5}));
        } else {
            // What one annotation added is not known any more.
            assertThat(last.classes()).contains("ox");
        }
        assertThat(skipped.get()).isPositive();
    }

    private void put(String store, byte[] key, byte[] value) {
        raw.get(store).put(Bytes.wrap(key), value);
    }

    private RankProcessor takeRank() {
        ranking.resetForwards();
        store(ranking, RankingTopology.VECTORS_STORE, StateSerdes.NAME_IN_DATASET, StateSerdes.VECTOR);
        store(ranking, RankingTopology.PUBLISHED_STORE, StateSerdes.NAME_IN_DATASET, StateSerdes.PUBLISHED);
        store(ranking, RankingTopology.CLASSES_STORE, StateSerdes.NAME_IN_DATASET, new ClassTotalsSerde());
        store(ranking, RankingTopology.DATASETS_STORE, StateSerdes.DATASET, StateSerdes.DATASET_STATE);
        RankProcessor rank = new RankProcessor(
                settings,
                PipelineListener.NONE,
                new OversizedImages(settings.imageLimits()),
                foreign,
                EpochTimes.UNKNOWN);
        rank.init(ranking);
        return rank;
    }

    private CollectProcessor takeCollect() {
        collecting.resetForwards();
        store(collecting, RankingTopology.ANNOTATIONS_STORE, StateSerdes.ANNOTATION_KEY, StateSerdes.ANNOTATION_STATE);
        store(collecting, RankingTopology.IMAGES_STORE, StateSerdes.IMAGE_KEY, StateSerdes.IMAGE_STATE);
        store(collecting, RankingTopology.IMAGE_CLASSES_STORE, StateSerdes.ANNOTATION_KEY, StateSerdes.CLASS_SUM);
        CollectProcessor collect = new CollectProcessor(
                settings, PipelineListener.NONE, new OversizedImages(settings.imageLimits()), foreign);
        collecting.setRecordMetadata("annorank.instance-scores", 0, 0);
        collecting.setCurrentSystemTimeMs(0);
        collect.init(collecting);
        return collect;
    }

    /** The store as the topology reads it, on bytes that stay. */
    private <K, V> void store(MockProcessorContext<?, ?> context, String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<Bytes, byte[]> bytes = raw.computeIfAbsent(
                name, one -> Stores.inMemoryKeyValueStore(one).get());
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(
                        new GivenStore(name, () -> bytes),
                        new ReadableSerde<>(keys, foreign),
                        new ReadableSerde<>(values, foreign))
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    private static void label(RankProcessor rank, String image, double siScs) {
        ImageVector vector = new ImageVector(new String[] {"cat"}, new int[] {1}, new double[] {siScs});
        rank.process(new Record<>("d/" + image, new VectorUpdate(vector, EventCounts.ONE_APPLIED), 0));
    }

    private void send() {
        collecting.scheduledPunctuators().stream()
                .filter(one -> !one.cancelled())
                .forEach(one -> one.getPunctuator().punctuate(1000));
    }

    private List<VectorUpdate> updates() {
        return collecting.forwarded().stream()
                .map(one -> one.record().value())
                .filter(CollectResult.OfImage.class::isInstance)
                .map(one -> ((CollectResult.OfImage) one).update())
                .toList();
    }
}
