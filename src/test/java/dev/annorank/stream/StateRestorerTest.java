package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.PublishPolicy;
import dev.annorank.stream.RankResult.OfImage;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.ForeignRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateRestorerTest {
    private final MockProcessorContext<String, RankResult> context = new MockProcessorContext<>();
    /** The stores in the order in which values were read from them. */
    private final List<String> read = new ArrayList<>();

    @BeforeEach
    void addStores() {
        addStore(RankingTopology.VECTORS_STORE, StateSerdes.VECTOR);
        addStore(RankingTopology.PUBLISHED_STORE, StateSerdes.PUBLISHED);
        addStore(RankingTopology.CLASSES_STORE, new ClassTotalsSerde());
        addStore(RankingTopology.DATASETS_STORE, StateSerdes.DATASET_STATE);
    }

    @Test
    void shouldTellOnlyWhatChanged_whenStoresHoldDifferentImages() {
        RankProcessor rank = take();
        List.of("a", "\ud83d\ude00", "c").forEach(image -> label(rank, image, vector(2)));
        label(rank, "b", vector(1));
        tick(0);
        assertThat(images()).hasSize(4);
        label(rank, "b", ImageVector.EMPTY);
        // Before the one that is there in UTF-8, behind it in UTF-16.
        label(rank, "\uff5e", vector(1));
        rank.close();

        take();
        tick(1000);
        assertThat(images()).containsExactly("\uff5e", "b gone");
    }

    @Test
    void shouldReadStoresSideBySide_whenThereAreManyImages() {
        RankProcessor rank = take();
        for (int i = 0; i < 100; i++) {
            label(rank, String.valueOf(i), vector(1));
        }
        tick(0);
        rank.close();
        read.clear();

        take();
        int ahead = 0;
        for (String store : read) {
            ahead += store.equals(RankingTopology.PUBLISHED_STORE) ? 1 : 0;
            ahead -= store.equals(RankingTopology.VECTORS_STORE) ? 1 : 0;
            assertThat(ahead).as("publications whose vectors are still to come").isBetween(-1, 1);
        }
        assertThat(read).hasSizeGreaterThan(200);
    }

    private <V> void addStore(String name, Serde<V> values) {
        Deserializer<V> deserializer = (topic, bytes) -> {
            read.add(name);
            return values.deserializer().deserialize(topic, bytes);
        };
        MockStage.addStore(context, name, Serdes.String(), Serdes.serdeFrom(values.serializer(), deserializer));
    }

    /** Another processor on the same stores. */
    private RankProcessor take() {
        context.resetForwards();
        PipelineSettings settings =
                TopologyHarness.settings(new PublishPolicy(0.001, new double[] {0.5}), Duration.ofMillis(10), 1, 1000);
        RankProcessor rank = new RankProcessor(
                settings,
                PipelineListener.NONE,
                new OversizedImages(settings.imageLimits()),
                new ForeignRecords(),
                EpochTimes.UNKNOWN);
        rank.init(context);
        return rank;
    }

    private static ImageVector vector(double siScs) {
        return new ImageVector(new String[] {"cat"}, new int[] {1}, new double[] {siScs});
    }

    private static void label(RankProcessor rank, String image, ImageVector vector) {
        rank.process(new Record<>("d/" + image, new VectorUpdate(vector, EventCounts.ONE_APPLIED), 0));
    }

    private void tick(long nowMs) {
        MockStage.tick(context, nowMs);
    }

    private List<String> images() {
        return context.forwarded().stream()
                .map(forward -> forward.record())
                .filter(record -> record.value() instanceof OfImage)
                .map(record -> record.key().substring("d/".length())
                        + (((OfImage) record.value()).ranking() == null ? " gone" : ""))
                .toList();
    }
}
