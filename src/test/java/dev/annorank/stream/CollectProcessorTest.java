package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.InstanceDeleted;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import dev.annorank.state.ImageLimits;
import dev.annorank.stream.CollectResult.OfDeadLetter;
import dev.annorank.stream.CollectResult.OfImage;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.ScoredEventSerde;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CollectProcessorTest {
    private final MockProcessorContext<String, CollectResult> context = new MockProcessorContext<>();
    private OversizedImages oversized = new OversizedImages(TopologyHarness.LIMITS);

    @BeforeEach
    void addStores() {
        MockStage.addStore(
                context, RankingTopology.ANNOTATIONS_STORE, StateSerdes.ANNOTATION_KEY, StateSerdes.ANNOTATION_STATE);
        MockStage.addStore(context, RankingTopology.IMAGES_STORE, StateSerdes.IMAGE_KEY, StateSerdes.IMAGE_STATE);
        MockStage.addStore(
                context, RankingTopology.IMAGE_CLASSES_STORE, StateSerdes.ANNOTATION_KEY, StateSerdes.CLASS_SUM);
        context.setCurrentSystemTimeMs(0);
        context.setRecordMetadata("annorank.instance-scores", 0, 0);
    }

    @Test
    void shouldTakeWhatMakesAnImageSmaller_whenItIsPastALimitThatWasLowered() {
        CollectProcessor before = start(TopologyHarness.LIMITS);
        for (String id : List.of("a", "b", "c", "d")) {
            upsert(before, id, "class " + id, 1);
        }
        before.close();

        CollectProcessor collect = start(new ImageLimits(1, 1, 8, 4096));
        context.resetForwards();
        upsert(collect, "a", "class b", 2);
        process(collect, new InstanceDeleted("d", "1", OptionalLong.of(3), "a"));
        upsert(collect, "e", "class b", 1);
        upsert(collect, "b", "class with a longer name", 2);
        send();

        List<VectorUpdate> updates =
                forwarded(OfImage.class).stream().map(OfImage::update).toList();
        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.vector().classes()).containsExactly("class b", "class c", "class d");
            assertThat(update.counts()).isEqualTo(new EventCounts(4 + 2, 0, 2));
        });
        assertThat(forwarded(OfDeadLetter.class)).hasSize(2);
    }

    @Test
    void shouldTakeAnImageOutUntilItFits_whenRankCannotBeToldOfIt() {
        CollectProcessor before = start(TopologyHarness.LIMITS);
        upsert(before, "a", "a class with a long name", 1);
        upsert(before, "b", "another class of such length", 1);
        before.close();

        CollectProcessor collect = start(new ImageLimits(9, 9, 9, 60));
        context.resetForwards();
        send();
        assertThat(forwarded(OfImage.class)).singleElement().satisfies(image -> {
            assertThat(image.update().vector().isEmpty()).isTrue();
            assertThat(image.update().counts()).isEqualTo(new EventCounts(2, 0, 0));
        });
        assertThat(oversized.count()).isOne();
        collect.close();
        assertThat(oversized.count()).isZero();

        start(TopologyHarness.LIMITS);
        context.resetForwards();
        send();
        assertThat(forwarded(OfImage.class)).singleElement().satisfies(image -> {
            assertThat(image.update().vector().size()).isEqualTo(2);
            assertThat(image.update().counts()).isEqualTo(EventCounts.NONE);
        });
    }

    private void send() {
        context.scheduledPunctuators().stream()
                .filter(one -> !one.cancelled())
                .forEach(one -> one.getPunctuator().punctuate(1000));
    }

    private CollectProcessor start(ImageLimits limits) {
        oversized = new OversizedImages(limits);
        CollectProcessor collect = new CollectProcessor(
                TopologyHarness.settings(limits), PipelineListener.NONE, oversized, new ForeignRecords());
        collect.init(context);
        return collect;
    }

    static void upsert(CollectProcessor collect, String id, String category, long version) {
        ScoredInstance instance = new ScoredInstance(id, category, false, new ShapeScore(4, 1, 1, 4, 1.5));
        process(collect, new InstanceScored("d", "1", OptionalLong.of(version), instance));
    }

    static void process(CollectProcessor collect, ScoredEvent event) {
        byte[] value = new ScoredEventSerde().serializer().serialize("", event);
        collect.process(new Record<>(new byte[] {'1'}, value, 0));
    }

    private <T> List<T> forwarded(Class<T> kind) {
        return context.forwarded().stream()
                .map(one -> one.record().value())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Test
    void shouldLeaveNothingScheduled_whenItIsClosed() {
        CollectProcessor collect = start(TopologyHarness.LIMITS);
        List<CapturedPunctuator> before = List.copyOf(context.scheduledPunctuators());
        assertThat(before).as("sweeping, sending").hasSize(2).noneMatch(CapturedPunctuator::cancelled);

        collect.close();
        assertThat(before).allMatch(CapturedPunctuator::cancelled);

        collect.init(context);
        assertThat(context.scheduledPunctuators().stream().filter(one -> !one.cancelled()))
                .hasSize(2);
    }
}
