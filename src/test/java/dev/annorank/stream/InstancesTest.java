package dev.annorank.stream;

import static dev.annorank.stream.Events.DATASET;
import static dev.annorank.stream.Events.box;
import static dev.annorank.stream.Events.delete;
import static dev.annorank.stream.Events.drop;
import static dev.annorank.stream.Events.image;
import static dev.annorank.stream.Events.replace;
import static dev.annorank.stream.Events.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.Image;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.Outline;
import dev.annorank.model.ScoredEvent.ImageForgotten;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.ShapeScore;
import dev.annorank.topic.InstanceKey;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The topic of instances is what is there. The harness fails on a tombstone of what was not. */
class InstancesTest extends TopologyTest {
    @Test
    void shouldShowWhatWasLabeled_whenAnInstanceIsUpserted() {
        Image image = new Image("a/1%", 200, 100, "b/1.jpg", "http://pictures/1.jpg");
        Annotation bowTie = new Annotation("x/y", "cat", Polygons.of(10, 10, 60, 60, 60, 10, 10, 60), false);
        topology.send(new AnnotationUpserted(DATASET, OptionalLong.of(1), image, bowTie));
        read();
        InstanceDetail detail = topology.instances.get(new InstanceKey(DATASET, "a/1%", "x/y"));
        assertThat(detail.image()).isEqualTo(image);
        assertThat(detail.instance().category()).isEqualTo("cat");
        assertThat(detail.instance().score().areaPx2()).isPositive();
        assertThat(detail.selfCrossing()).isTrue();
        assertThat(detail.outline()).isNotNull();
        assertThat(topology.instances).hasSize(1);
    }

    @Test
    void shouldDropNamesThatAreTooLong_whenAnImageIsNamedByABook() {
        Image image = new Image("1", 200, 200, "n".repeat(2000), "u".repeat(2001));
        topology.send(new AnnotationUpserted(DATASET, OptionalLong.of(1), image, box("a", "cat", 10, 10)));
        read();
        assertThat(detail("1", "a").image()).isEqualTo(new Image("1", 200, 200, "n".repeat(2000), null));
    }

    @Test
    void shouldKeepWhatIsNewer_whenAnImageIsReplaced() {
        topology.send(upsert("1", "old", "cat", 10, 10, 10));
        topology.send(upsert("1", "changed", "cat", 10, 10, 10));
        topology.send(upsert("1", "newer", "cat", 10, 10, 12));
        topology.send(delete("1", "newlyGone", 12));
        topology.send(replace("1", 11, box("changed", "dog", 9, 9), box("newlyGone", "dog", 9, 9)));
        read();
        assertThat(topology.instances).hasSize(2);
        assertThat(detail("1", "changed").instance().category()).isEqualTo("dog");
        assertThat(detail("1", "newer").instance().category()).isEqualTo("cat");
        assertThat(topology.vanished).isEqualTo(1);
        topology.send(drop("1", 12));
        read();
        assertThat(topology.instances).isEmpty();
        assertThat(topology.vanished).isEqualTo(3);
    }

    @Test
    void shouldSayNothing_whenWhatIsDeletedWasNotThere() {
        topology.send(delete("1", "a", 5));
        topology.send(delete("1", "a", 6));
        topology.send(drop("1", 7));
        topology.send(replace("2", 7));
        topology.send(upsert("1", "a", "cat", 10, 10, 4));
        read();
        assertThat(topology.instances).isEmpty();
        assertThat(topology.vanished).isZero();
    }

    @Test
    void shouldMoveTheOutline_whenAnEventWithoutVersionMovesTheMask() {
        topology.send(new AnnotationUpserted(DATASET, OptionalLong.empty(), image("1"), square(10)));
        read();
        int[] before = outline(detail("1", "a"));
        topology.send(new AnnotationUpserted(DATASET, OptionalLong.empty(), image("1"), square(50)));
        topology.settle();
        assertThat(outline(detail("1", "a"))).isNotEqualTo(before).contains(50);
        assertThat(topology.reported().superseded()).isEqualTo(1);
    }

    @Test
    void shouldBeginAnew_whenAResetForgetsTheImage() {
        topology.send(upsert("1", "a", "cat", 10, 10, 9));
        topology.send(upsert("1", "b", "cat", 10, 10, 9));
        topology.send(delete("1", "b", 10));
        topology.sendScored(new ImageForgotten(DATASET, "1"));
        read();
        assertThat(topology.instances).isEmpty();
        topology.send(upsert("1", "b", "cat", 10, 10, 1));
        read();
        assertThat(topology.instances).containsOnlyKeys(new InstanceKey(DATASET, "1", "b"));
    }

    /** Its image's size is not known, so nothing can be shown of it. */
    @Test
    void shouldShowNothing_whenARecordIsOfAnOlderVersion() {
        topology.send(upsert("1", "a", "cat", 10, 10, 9));
        ScoredInstance other = new ScoredInstance("a", "dog", false, new ShapeScore(10, 1, 1, 10, 2.8));
        topology.sendScored(new InstanceScored(DATASET, "1", OptionalLong.of(10), other));
        topology.settle();
        assertThat(topology.instances).isEmpty();
        assertThat(topology.image(DATASET, "1").vector()).containsOnlyKeys("dog");
    }

    private void read() {
        topology.tick(Duration.ofMillis(1));
    }

    private InstanceDetail detail(String image, String annotation) {
        InstanceDetail detail = topology.instances.get(new InstanceKey(DATASET, image, annotation));
        assertThat(detail).isNotNull();
        return detail;
    }

    private static int[] outline(InstanceDetail detail) {
        Outline outline = detail.outline();
        assertThat(outline).isNotNull();
        return outline.xy();
    }

    private static Annotation square(int left) {
        return new Annotation("a", "cat", Polygons.of(left, 10, left + 20, 10, left + 20, 30, left, 30), false);
    }
}
