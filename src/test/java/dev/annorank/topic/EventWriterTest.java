package dev.annorank.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventWriterTest {
    private final EventReader reader = new EventReader(1 << 20);

    @Test
    void shouldReadBackEqual_whenEventsAreRandom() {
        long seed = 42;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            AnnotationEvent event = Events.random(random);
            byte[] value = EventWriter.value(event);
            assertThat(reader.read(EventWriter.key(event), value))
                    .as(() -> "seed " + seed + ", " + new String(value, StandardCharsets.UTF_8))
                    .isEqualTo(event);
        }
    }

    @Test
    void shouldWriteCompactly() {
        assertThat(text(new AnnotationUpserted(
                        "taco",
                        OptionalLong.of(1_764_000_000_000L),
                        new Image("82", 1537, 2049, "batch_1/000082.jpg", null),
                        new Annotation(
                                "4711",
                                "Bottle cap",
                                new Polygons(new double[] {1, 2.5, -0.0, 1e-7, 3, 4}, new int[] {4, 6}),
                                true))))
                .isEqualTo("{\"type\":\"annotation.upserted\",\"dataset\":\"taco\",\"version\":1764000000000,"
                        + "\"image\":{\"id\":\"82\",\"width\":1537,\"height\":2049,\"fileName\":\"batch_1/000082.jpg\"},"
                        + "\"annotation\":{\"id\":\"4711\",\"category\":\"Bottle cap\","
                        + "\"segmentation\":[[1,2.5,-0.0,1.0E-7],[3,4]],\"iscrowd\":1}}");
        assertThat(text(new AnnotationDeleted("default", OptionalLong.empty(), "82", "4711")))
                .isEqualTo("{\"type\":\"annotation.deleted\",\"dataset\":\"default\",\"image\":{\"id\":\"82\"},"
                        + "\"annotation\":{\"id\":\"4711\"}}");
        assertThat(text(new ImageReplaced(
                        "default",
                        OptionalLong.empty(),
                        Image.of("82", 3, 2),
                        List.of(
                                new Annotation("1", "c", new Rle(2, 3, new int[] {0, 4, 2}), false),
                                new Annotation("2", "c", new CompressedRle(2, 3, "0\\o"), false)))))
                .isEqualTo(
                        "{\"type\":\"image.replaced\",\"dataset\":\"default\","
                                + "\"image\":{\"id\":\"82\",\"width\":3,\"height\":2},\"annotations\":["
                                + "{\"id\":\"1\",\"category\":\"c\",\"segmentation\":{\"size\":[2,3],\"counts\":[0,4,2]}},"
                                + "{\"id\":\"2\",\"category\":\"c\",\"segmentation\":{\"size\":[2,3],\"counts\":\"0\\\\o\"}}]}");
        assertThat(text(new ImageDeleted("default", OptionalLong.empty(), "82")))
                .isEqualTo("{\"type\":\"image.deleted\",\"dataset\":\"default\",\"image\":{\"id\":\"82\"}}");
    }

    @Test
    void shouldRefuse_whenAFileNameCannotBeWritten() {
        AnnotationEvent event = new ImageReplaced(
                "default", OptionalLong.empty(), new Image("82", 1, 1, "torn \ud800", null), List.of());
        assertThatThrownBy(() -> EventWriter.value(event))
                .isInstanceOf(RejectedException.class)
                .hasMessage("image.fileName has an unpaired surrogate at character 5");
    }

    private static String text(AnnotationEvent event) {
        return new String(EventWriter.value(event), StandardCharsets.UTF_8);
    }
}
