package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.Reason;
import dev.annorank.score.EventScorer;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.EventWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class ScoreProcessorTest {
    private final List<String> heard = new ArrayList<>();

    /** A context in which an earlier record's failure shows when the next is sent. */
    @SuppressWarnings("unchecked")
    private static ProcessorContext<byte[], ScoreResult> failing() {
        return (ProcessorContext<byte[], ScoreResult>) Proxy.newProxyInstance(
                ProcessorContext.class.getClassLoader(),
                new Class<?>[] {ProcessorContext.class},
                (proxy, method, values) -> {
                    if (method.getName().equals("forward")) {
                        throw new StreamsException("an earlier record could not be sent");
                    }
                    return method.getReturnType() == long.class ? 0L : null;
                });
    }

    @Test
    void shouldNotTakeItForTheEventsFault_whenAnEarlierRecordCouldNotBeSent() {
        PipelineListener listener = new PipelineListener() {
            @Override
            public void rejected(String dataset, Reason reason) {
                heard.add("rejected " + reason);
            }

            @Override
            public void scored(String dataset) {
                heard.add("scored");
            }
        };
        ScoreProcessor processor = new ScoreProcessor(
                new EventReader(1 << 20),
                new EventScorer(new InstanceScorer(Measure.CONTOUR, 1 << 20)),
                1 << 20,
                listener);
        processor.init(failing());
        byte[] event = EventWriter.value(Events.upsert("a", "1", "cat", 10, 10, 1));
        assertThatThrownBy(() -> processor.process(new Record<>(null, event, 0)))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("an earlier record");
        assertThat(heard).isEmpty();
    }
}
