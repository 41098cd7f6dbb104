package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.state.ImageState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnsentImagesTest {
    private static final ImageKey ONE = new ImageKey("d", "1");
    private static final ImageKey TWO = new ImageKey("d", "2");

    private final KeyValueStore<ImageKey, ImageState> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("images"), StateSerdes.IMAGE_KEY, StateSerdes.IMAGE_STATE)
            .withLoggingDisabled()
            .build();
    private final Map<ImageKey, VectorUpdate> sent = new LinkedHashMap<>();
    private final Map<ImageKey, Long> scoredMs = new LinkedHashMap<>();

    @BeforeEach
    void open() {
        MockProcessorContext<String, CollectResult> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldTellOnceOfTheLastVectorAndOfAllEvents_whenAnImageChangesOften() {
        UnsentImages images = images(0);
        add(images, ONE, "cat", 1.5, 100);
        add(images, TWO, "dog", 1.25, 101);
        add(images, ONE, "cat", 2, 102);
        ImageState one = images.get(ONE);
        images.put(ONE, one, EventCounts.ONE_SUPERSEDED, false, 103);
        assertThat(sent).isEmpty();

        images.sendAll();
        assertThat(sent.keySet()).containsExactly(ONE, TWO);
        assertThat(sent.get(ONE).vector().sums()).containsExactly(3.5);
        assertThat(sent.get(ONE).counts()).isEqualTo(new EventCounts(2, 1, 0));
        assertThat(scoredMs).containsEntry(ONE, 100L).containsEntry(TWO, 101L);

        sent.clear();
        images.sendAll();
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldTellNoVector_whenAnEventWasSuperseded() {
        UnsentImages images = images(0);
        images.put(ONE, images.get(ONE), EventCounts.ONE_SUPERSEDED, false, 1);
        images.sendAll();
        assertThat(sent.get(ONE).vector()).isNull();
        assertThat(sent.get(ONE).counts()).isEqualTo(EventCounts.ONE_SUPERSEDED);
        assertThat(store.get(ONE)).as("nothing to remember").isNull();
    }

    @Test
    void shouldTellWhatItsForerunnerHadNotTold_whenThatStopped() {
        UnsentImages stopped = images(0);
        add(stopped, TWO, "dog", 1.25, 100);
        stopped.sendAll();
        add(stopped, ONE, "cat", 1.5, 101);
        sent.clear();

        UnsentImages next = images(7);
        add(next, ONE, "cat", 1, 200);
        next.sendAll();
        assertThat(sent.keySet()).containsExactly(ONE);
        assertThat(sent.get(ONE).vector().sums()).containsExactly(2.5);
        assertThat(sent.get(ONE).counts()).isEqualTo(new EventCounts(2, 0, 0));
        assertThat(scoredMs).containsEntry(ONE, 7L);

        sent.clear();
        images(8).sendAll();
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldTakeAStateForTold_whenItIsOfTheFirstFormat() {
        BinaryWriter first = new BinaryWriter();
        first.writeByte(1);
        first.writeLong(5);
        first.writeLong(6);
        first.writeLong(7);
        first.writeInt(0);
        ImageState read = StateSerdes.IMAGE_STATE.deserializer().deserialize("images", first.toBytes());
        assertThat(read.floor()).isEqualTo(5);
        assertThat(read.floorAtMs()).isEqualTo(7);
        assertThat(read.isUnsent()).isFalse();
    }

    private UnsentImages images(long nowMs) {
        return new UnsentImages(
                store,
                (key, update, firstMs) -> {
                    sent.put(key, update);
                    scoredMs.put(key, firstMs);
                },
                nowMs);
    }

    private static void add(UnsentImages images, ImageKey key, String category, double siScs, long atMs) {
        ImageState image = images.get(key);
        image.vector().add(category, siScs);
        images.put(key, image, EventCounts.ONE_APPLIED, true, atMs);
    }
}
