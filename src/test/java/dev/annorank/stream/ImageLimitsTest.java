package dev.annorank.stream;

import static dev.annorank.stream.Events.DATASET;
import static dev.annorank.stream.Events.box;
import static dev.annorank.stream.Events.replace;
import static dev.annorank.stream.Events.upsert;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.model.Reason;
import dev.annorank.state.ImageLimits;
import dev.annorank.topic.DeadLetters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image with no room for more, in the topology: at most 4 instances, 3 classes, 40 bytes of class names. */
class ImageLimitsTest {
    private static final ImageLimits LIMITS = new ImageLimits(4, 3, 40, 4096);

    @TempDir
    private Path folder;

    private final List<String> refused = new ArrayList<>();
    private TopologyHarness topology;

    @BeforeEach
    void open() {
        topology = open(LIMITS);
    }

    @AfterEach
    void close() {
        topology.close();
    }

    private TopologyHarness open(ImageLimits limits) {
        PipelineSettings settings = TopologyHarness.settings(limits);
        return new TopologyHarness(folder, settings, new PipelineListener() {
            @Override
            public void rejected(String dataset, Reason reason) {
                refused.add(dataset + " " + reason.code());
            }
        });
    }

    @Test
    void shouldRefuseOneEvent_whenItBringsOneClassTooMany() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.send(upsert("1", "b", "dog", 10, 10, 1));
        topology.send(upsert("1", "c", "cow", 10, 10, 1));
        topology.send(upsert("1", "d", "hen", 10, 10, 1));
        topology.send(upsert("2", "d", "hen", 10, 10, 1));
        topology.settle();

        requireRefused(4, "the image would have 4 classes; at most 3 (image.max.classes)");
        assertThat(topology.image(DATASET, "1").vector()).containsOnlyKeys("cat", "dog", "cow");
        assertThat(topology.image(DATASET, "2").vector()).containsOnlyKeys("hen");
        assertThat(topology.instances).hasSize(4);
    }

    @Test
    void shouldRefuseOneEvent_whenItsNameTakesTooMuchJson() {
        topology.send(upsert("1", "a", "\u0001\u0002\u0003\u0004\u0005\u0006", 10, 10, 1));
        topology.send(upsert("1", "b", "\u0007\u0001", 10, 10, 1));
        topology.send(upsert("1", "b", "four", 10, 10, 1));
        topology.settle();

        requireRefused(2, "the image would have class names of 48 bytes in JSON; at most 40 (image.max.class.bytes)");
        assertThat(topology.image(DATASET, "1").instances()).isEqualTo(2);
    }

    @Test
    void shouldRefuseOneEvent_whenItBringsOneInstanceTooMany() {
        for (String id : List.of("a", "b", "c", "d", "e")) {
            topology.send(upsert("1", id, "cat", 10, 10, 1));
        }
        topology.settle();

        requireRefused(4, "the image would have 5 instances; at most 4 (image.max.instances)");
        assertThat(topology.image(DATASET, "1").instances()).isEqualTo(4);
    }

    @Test
    void shouldLeaveTheImageAsItWas_whenAReplacementHasOneClassTooMany() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.send(upsert("1", "z", "owl", 10, 10, 9));
        topology.send(replace("1", 5, box("a", "dog", 5, 5), box("b", "cow", 5, 5), box("c", "hen", 5, 5)));
        topology.settle();

        requireRefused(2, "the image would have 4 classes; at most 3 (image.max.classes)");
        assertThat(topology.image(DATASET, "1").vector()).containsOnlyKeys("cat", "owl");
        assertThat(topology.instances).hasSize(2);

        // Nor has it raised the version below which events are late.
        topology.send(upsert("1", "b", "cat", 10, 10, 3));
        topology.settle();
        assertThat(topology.image(DATASET, "1").instances()).isEqualTo(3);
    }

    private void requireRefused(int applied, String why) {
        assertThat(topology.reported()).isEqualTo(new EventCounts(applied, 0, 1));
        assertThat(refused).containsExactly("d image-too-wide");
        assertThat(topology.dead).singleElement().satisfies(letter -> {
            assertThat(letter.headers().lastHeader(DeadLetters.REASON).value())
                    .isEqualTo("image-too-wide".getBytes(UTF_8));
            assertThat(new String(letter.headers().lastHeader(DeadLetters.ERROR).value(), UTF_8))
                    .isEqualTo("image 1 of dataset d: " + why);
        });
    }
}
