package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.Test;

class CollectProcessorTest {
    private final MockProcessorContext<String, CollectResult> context = new MockProcessorContext<>();

    @Test
    void shouldLeaveNothingScheduled_whenItIsClosed() {
        MockStage.addStore(
                context, RankingTopology.ANNOTATIONS_STORE, StateSerdes.ANNOTATION_KEY, StateSerdes.ANNOTATION_STATE);
        MockStage.addStore(context, RankingTopology.IMAGES_STORE, StateSerdes.IMAGE_KEY, StateSerdes.IMAGE_STATE);
        context.setCurrentSystemTimeMs(0);
        CollectProcessor collect = new CollectProcessor(Duration.ofDays(7), 4 << 20);
        collect.init(context);
        List<CapturedPunctuator> before = List.copyOf(context.scheduledPunctuators());
        assertThat(before).as("sweeping, sending").hasSize(2).noneMatch(CapturedPunctuator::cancelled);

        collect.close();
        assertThat(before).allMatch(CapturedPunctuator::cancelled);

        collect.init(context);
        assertThat(context.scheduledPunctuators().stream().filter(one -> !one.cancelled()))
                .hasSize(2);
    }
}
