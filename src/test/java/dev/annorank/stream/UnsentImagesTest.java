package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.model.Ids;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageVector;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.ClassSum;
import dev.annorank.state.ImageSize;
import dev.annorank.state.ImageState;
import dev.annorank.state.LastWriterWins;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
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

    private KeyValueStore<AnnotationKey, AnnotationState> annotations;
    private KeyValueStore<AnnotationKey, ClassSum> classes;

    @BeforeEach
    void open() {
        MockProcessorContext<String, CollectResult> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
        MockStage.addStore(context, "annotations", StateSerdes.ANNOTATION_KEY, StateSerdes.ANNOTATION_STATE);
        MockStage.addStore(context, "classes", StateSerdes.ANNOTATION_KEY, StateSerdes.CLASS_SUM);
        annotations = context.getStateStore("annotations");
        classes = context.getStateStore("classes");
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

        images.sendDue(1000);
        assertThat(sent.keySet()).containsExactly(ONE, TWO);
        assertThat(sent.get(ONE).vector().sums()).containsExactly(3.5);
        assertThat(sent.get(ONE).counts()).isEqualTo(new EventCounts(2, 1, 0));
        assertThat(scoredMs).containsEntry(ONE, 100L).containsEntry(TWO, 101L);

        sent.clear();
        images.sendDue(1000);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldTellNoVector_whenAnEventWasSuperseded() {
        UnsentImages images = images(0);
        images.put(ONE, images.get(ONE), EventCounts.ONE_SUPERSEDED, false, 1);
        images.sendDue(1000);
        assertThat(sent.get(ONE).vector()).isNull();
        assertThat(sent.get(ONE).counts()).isEqualTo(EventCounts.ONE_SUPERSEDED);
        assertThat(store.get(ONE)).as("nothing to remember").isNull();
    }

    @Test
    void shouldTellWhatItsForerunnerHadNotTold_whenThatStopped() {
        UnsentImages stopped = images(0);
        add(stopped, TWO, "dog", 1.25, 100);
        stopped.sendDue(1000);
        add(stopped, ONE, "cat", 1.5, 101);
        sent.clear();

        UnsentImages next = images(7);
        add(next, ONE, "cat", 1, 200);
        next.sendDue(1000);
        assertThat(sent.keySet()).containsExactly(ONE);
        assertThat(sent.get(ONE).vector().sums()).containsExactly(2.5);
        assertThat(sent.get(ONE).counts()).isEqualTo(new EventCounts(2, 0, 0));
        assertThat(scoredMs).containsEntry(ONE, 7L);

        sent.clear();
        images(8).sendDue(1000);
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

    @Test
    void shouldStoreClassesApart_whenTheyAreMany() {
        UnsentImages images = images(0);
        for (int i = 0; i < 1000; i++) {
            add(images, ONE, "class " + i, 1.5, i);
        }
        assertThat(classes.get(new AnnotationKey(ONE, "class 7"))).isNotNull();
        assertThat(bytes(ONE)).as("whatever the classes").isLessThan(120);
        images.sendDue(49);
        assertThat(sent).as("it is sent more rarely").isEmpty();
        images.sendDue(50);
        assertThat(sent.get(ONE).vector().size()).isEqualTo(1000);
        assertThat(sent.get(ONE).vector().classes()).isSortedAccordingTo(Ids.ORDER);

        add(images, ONE, "class 7", 0.25, 2000);
        images = images(3000);
        assertThat(images.get(ONE).size())
                .isEqualTo(ImageSize.of(images.get(ONE).toVector()));
        add(images, ONE, "class 8", 0.5, 2001);
        images.sendDue(4000);
        ImageVector vector = sent.get(ONE).vector();
        assertThat(vector.instances()).isEqualTo(1002);
        assertThat(vector.sums()).contains(1.75, 2.0);
        assertThat(images.get(ONE).size()).isEqualTo(ImageSize.of(vector));

        ImageState image = images.get(ONE);
        image.forget();
        images.put(ONE, image, EventCounts.NONE, true, 5000);
        images.sendDue(6000);
        assertThat(sent.get(ONE).vector().isEmpty()).isTrue();
        assertThat(store.get(ONE)).isNull();
        assertThat(classes.get(new AnnotationKey(ONE, "class 7"))).isNull();
    }

    @Test
    void shouldGoOnFromAnImageOfManyClasses_whenItIsOfTheSecondFormat() {
        BinaryWriter second = new BinaryWriter();
        second.writeByte(2);
        second.writeLong(5);
        second.writeLong(6);
        second.writeLong(7);
        second.writeInt(500);
        for (int i = 1000; i < 1500; i++) {
            second.writeUTF(Integer.toString(i));
            second.writeInt(2);
            second.writeLong(3);
            second.writeLong(0);
        }
        second.writeLong(1);
        second.writeLong(0);
        second.writeLong(0);
        second.writeBoolean(true);
        store.put(ONE, StateSerdes.IMAGE_STATE.deserializer().deserialize("images", second.toBytes()));

        UnsentImages images = images(0);
        add(images, ONE, "1499", 0.5, 1);
        assertThat(bytes(ONE)).isLessThan(120);
        images = images(0);
        images.sendDue(1000);
        ImageVector vector = sent.get(ONE).vector();
        assertThat(vector.size()).isEqualTo(500);
        assertThat(vector.sums()[0]).isEqualTo(3);
        assertThat(vector.sums()[499]).isEqualTo(3.5);
        assertThat(sent.get(ONE).counts()).isEqualTo(new EventCounts(2, 0, 0));
        assertThat(store.get(ONE).floor()).isEqualTo(5);
    }

    private int bytes(ImageKey key) {
        return StateSerdes.IMAGE_STATE.serializer().serialize("images", store.get(key)).length;
    }

    private UnsentImages images(long nowMs) {
        return new UnsentImages(
                store,
                classes,
                (key, update, firstMs) -> {
                    sent.put(key, update);
                    scoredMs.put(key, firstMs);
                    return true;
                },
                nowMs);
    }

    private void add(UnsentImages images, ImageKey key, String category, double siScs, long atMs) {
        ImageState image = images.get(key);
        LastWriterWins.apply(
                new InstanceScored(
                        key.dataset(),
                        key.image(),
                        OptionalLong.empty(),
                        new ScoredInstance("a" + atMs, category, false, new ShapeScore(4, 1, 1, 4, siScs))),
                image,
                new StoredAnnotations(key, annotations),
                atMs);
        images.put(key, image, EventCounts.ONE_APPLIED, true, atMs);
    }
}
