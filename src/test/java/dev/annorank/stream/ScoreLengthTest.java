package dev.annorank.stream;

import static dev.annorank.stream.Events.DATASET;
import static dev.annorank.stream.Events.box;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Annotation;
import dev.annorank.model.EventCounts;
import dev.annorank.ranking.PublishPolicy;
import dev.annorank.score.Measure;
import dev.annorank.topic.DeadLetters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of an event may be longer than the event, but never longer than Kafka takes. */
class ScoreLengthTest {
    private static final int INSTANCES = 50;

    @TempDir
    private Path folder;

    @Test
    void shouldLeaveOutOutlinesAndThenTheEvent_whenItsScoresAreTooLong() {
        int whole = scores(1 << 20).length;
        byte[] bare = scores(whole - 1);
        assertThat(new String(bare, UTF_8)).contains("\"siScs\"").doesNotContain("outline");
        assertThat(bare.length).isLessThan(whole);

        try (TopologyHarness topology = topology(bare.length - 1)) {
            send(topology);
            assertThat(topology.written(TopologyHarness.TOPICS.instanceScores()))
                    .isEmpty();
            topology.settle();
            assertThat(topology.reported()).isEqualTo(EventCounts.ONE_REJECTED);
            assertThat(topology.dead)
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.headers()
                                    .lastHeader(DeadLetters.REASON)
                                    .value())
                            .isEqualTo("record-too-large".getBytes(UTF_8)));
        }
    }

    private byte[] scores(int maxBytes) {
        try (TopologyHarness topology = topology(maxBytes)) {
            send(topology);
            byte[] value = topology.written(TopologyHarness.TOPICS.instanceScores())
                    .get(0)
                    .value();
            topology.settle();
            assertThat(topology.image(DATASET, "1").instances()).isEqualTo(INSTANCES);
            return value;
        }
    }

    private static void send(TopologyHarness topology) {
        topology.send(Events.replace(
                "1",
                1,
                IntStream.range(0, INSTANCES)
                        .mapToObj(i -> box("a" + i, "cat", 10, 10))
                        .toArray(Annotation[]::new)));
    }

    private TopologyHarness topology(int maxBytes) {
        return new TopologyHarness(
                folder,
                new PipelineSettings(
                        Measure.CONTOUR,
                        false,
                        1L << 28,
                        1 << 20,
                        maxBytes,
                        TopologyHarness.LIMITS,
                        Duration.ofDays(7),
                        new PublishPolicy(0.001, TopologyHarness.PRUNE_RATES),
                        Duration.ofSeconds(1),
                        2,
                        1000));
    }
}
