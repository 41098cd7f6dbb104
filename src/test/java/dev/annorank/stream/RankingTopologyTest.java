package dev.annorank.stream;

import static dev.annorank.stream.Events.DATASET;
import static dev.annorank.stream.Events.box;
import static dev.annorank.stream.Events.delete;
import static dev.annorank.stream.Events.drop;
import static dev.annorank.stream.Events.image;
import static dev.annorank.stream.Events.replace;
import static dev.annorank.stream.Events.siScs;
import static dev.annorank.stream.Events.upsert;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.topic.DeadLetters;
import dev.annorank.topic.EventWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class RankingTopologyTest extends TopologyTest {
    @Test
    void shouldMatchItsGoldenDescription() throws IOException {
        String description = new RankingTopology(TopologyHarness.TOPICS, TopologyHarness.settings(0.001, 1000))
                .build()
                .describe()
                .toString();
        try (InputStream golden = RankingTopologyTest.class.getResourceAsStream("topology.txt")) {
            assertThat(description).isEqualToNormalizingNewlines(new String(golden.readAllBytes(), UTF_8));
        }
    }

    @Test
    void shouldPublishARanking_whenImagesAreAnnotated() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.send(upsert("2", "a", "cat", 20, 5, 1));
        topology.send(upsert("2", "b", "dog", 10, 10, 1));
        topology.settle();

        double square = siScs(10, 10);
        double oblong = siScs(20, 5);
        ImageRanking second = topology.image(DATASET, "2");
        assertThat(second.rank()).isEqualTo(1);
        assertThat(second.of()).isEqualTo(2);
        assertThat(second.percentile()).isEqualTo(0.5);
        assertThat(second.instances()).isEqualTo(2);
        assertThat(second.vector()).containsExactly(Map.entry("cat", oblong), Map.entry("dog", square));
        assertThat(second.score()).isEqualTo(oblong / (oblong + square) + 1, within(1e-12));
        assertThat(second.kept()).containsExactly(Map.entry("0.2", true), Map.entry("0.5", true));
        ImageRanking first = topology.image(DATASET, "1");
        assertThat(first.rank()).isEqualTo(2);
        assertThat(first.kept()).containsExactly(Map.entry("0.2", true), Map.entry("0.5", false));
        assertThat(first.epoch()).isEqualTo(1);

        assertThat(topology.classes.keySet()).containsExactlyInAnyOrder("d/cat", "d/dog");
        assertThat(topology.classes.get("d/cat").instances()).isEqualTo(2);
        assertThat(topology.classes.get("d/cat").siScsSum()).isEqualTo(oblong + square, within(1e-12));
        RankingEpoch epoch = topology.epochs.get(0);
        assertThat(topology.epochs).hasSize(1);
        assertThat(epoch.images()).isEqualTo(2);
        assertThat(epoch.instances()).isEqualTo(3);
        assertThat(epoch.classes()).isEqualTo(2);
        assertThat(epoch.events()).isEqualTo(new EventCounts(3, 0, 0));
        assertThat(epoch.published()).isEqualTo(2);
        assertThat(epoch.prune().get("0.5").kept()).isEqualTo(1);
        assertThat(epoch.prune().get("0.5").entered()).isEqualTo(1);
    }

    @Test
    void shouldPublishOneClass_whenAnEventMovesTheSharesOfManyALittle() {
        for (int i = 0; i < 3000; i++) {
            topology.send(upsert("i" + i / 100, "a" + i, "class " + i / 3, 10, 10, 1));
        }
        topology.settle();
        assertThat(topology.classes).hasSize(1000);
        topology.classes.clear();
        topology.send(upsert("new", "a", "class 7", 10, 10, 1));
        topology.settle();
        assertThat(topology.classes).containsOnlyKeys("d/class 7");

        for (int i = 0; i < 1000; i++) {
            topology.send(upsert("more" + i / 100, "a" + i, "class 7", 10, 10, 1));
        }
        topology.settle();
        assertThat(topology.classes).containsOnlyKeys("d/class 7");

        topology.send(replace("i0", 2));
        topology.settle();
        ClassTotals seven = topology.classes.get("d/class 7");
        assertThat(seven.share()).isCloseTo(1001.0 / 3901, within(0.001));
        // Whose share has moved by less than that is as it was told first.
        assertThat(topology.classes).doesNotContainKey("d/class 500").containsKey("d/class 33");
    }

    @Test
    void shouldPublishAClass_whenItsShareAloneMovesPastTheTolerance() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.send(upsert("1", "b", "dog", 10, 10, 1));
        topology.settle();
        assertThat(topology.classes.get("d/cat").share()).isEqualTo(0.5);
        topology.send(upsert("2", "a", "dog", 10, 10, 1));
        topology.settle();
        assertThat(topology.classes.get("d/cat").share()).isEqualTo(1 / 3.0);
    }

    @Test
    void shouldTakeTheMaskAway_whenAnAnnotationComesWithoutOne() {
        String mask = ",\"segmentation\":[[0,0,10,0,10,10,0,10]]";
        topology.send(null, event(1, mask));
        topology.settle();
        assertThat(topology.image(DATASET, "1").instances()).isEqualTo(1);

        topology.send(null, event(3, ",\"segmentation\":[]"));
        topology.send(null, event(2, mask));
        topology.settle();
        assertThat(topology.published.get(ImageKey.parse("d/1")))
                .as("gone, and an older mask does not bring it back")
                .isNull();
        assertThat(topology.dead).isEmpty();
        assertThat(topology.epochs.get(1).totals()).isEqualTo(new EventCounts(2, 1, 0));

        topology.send(null, event(4, mask));
        topology.settle();
        assertThat(topology.image(DATASET, "1").instances()).isEqualTo(1);
    }

    private static byte[] event(long version, String segmentation) {
        return ("{\"type\":\"annotation.upserted\",\"dataset\":\"d\",\"version\":" + version
                        + ",\"image\":{\"id\":1,\"width\":50,\"height\":50},"
                        + "\"annotation\":{\"id\":7,\"category\":\"cat\"" + segmentation + "}}")
                .getBytes(UTF_8);
    }

    @Test
    void shouldStayQuiet_whenNothingChanges() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.settle();
        int before = topology.publications;
        topology.tick(Duration.ofSeconds(30));
        assertThat(topology.publications).isEqualTo(before);
        assertThat(topology.epochs).hasSize(1);
    }

    @Test
    void shouldFollowAClassChange() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.settle();
        topology.send(upsert("1", "a", "dog", 10, 10, 2));
        topology.settle();
        assertThat(topology.image(DATASET, "1").vector()).containsOnlyKeys("dog");
        assertThat(topology.classes).containsOnlyKeys("d/dog");
    }

    @Test
    void shouldBuryAnImage_whenItsLastAnnotationIsDeleted() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.send(upsert("2", "a", "cat", 10, 10, 1));
        topology.settle();
        topology.send(delete("1", "a", 2));
        topology.settle();
        assertThat(topology.published).containsOnlyKeys(new ImageKey(DATASET, "2"));
        assertThat(topology.recomputed(DATASET).rank().ranked()).isEqualTo(1);
    }

    @Test
    void shouldReplaceAnImageAsAWhole() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.send(upsert("1", "b", "cat", 20, 10, 1));
        topology.send(replace("1", 2, box("b", "dog", 30, 10), box("c", "cow", 5, 5)));
        topology.settle();
        assertThat(topology.image(DATASET, "1").vector()).containsOnlyKeys("cow", "dog");
        topology.send(replace("1", 3));
        topology.settle();
        assertThat(topology.published).isEmpty();
        assertThat(topology.classes).isEmpty();
    }

    @Test
    void shouldDropAndBringBackAnImage() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.settle();
        topology.send(drop("1", 5));
        topology.settle();
        assertThat(topology.published).isEmpty();
        topology.send(upsert("1", "a", "cat", 10, 10, 4));
        topology.settle();
        assertThat(topology.published).isEmpty();
        topology.send(upsert("1", "a", "cat", 10, 10, 6));
        topology.settle();
        assertThat(topology.image(DATASET, "1").rank()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsSuperseded_whenEventsAreOldOrRepeated() {
        topology.send(upsert("1", "a", "cat", 10, 10, 5));
        topology.send(upsert("1", "a", "cat", 10, 10, 5));
        topology.send(upsert("1", "a", "dog", 20, 10, 4));
        topology.settle();
        assertThat(topology.image(DATASET, "1").vector()).containsOnlyKeys("cat");
        assertThat(topology.reported()).isEqualTo(new EventCounts(1, 2, 0));
        assertThat(topology.epochs.get(0).totals()).isEqualTo(new EventCounts(1, 2, 0));
    }

    @Test
    void shouldKeepDatasetsApart_whenImagesHaveEqualIds() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.send(new AnnotationUpserted("e", OptionalLong.empty(), image("1"), box("a", "dog", 30, 10)));
        topology.settle();
        assertThat(topology.image(DATASET, "1").vector()).containsOnlyKeys("cat");
        assertThat(topology.image("e", "1").vector()).containsOnlyKeys("dog");
        assertThat(topology.image("e", "1").of()).isEqualTo(1);
        assertThat(topology.epochs).extracting(RankingEpoch::dataset).containsExactlyInAnyOrder("d", "e");
    }

    @Test
    void shouldPublishWithoutRank_whenAnImageScoresZero() {
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.send(new AnnotationUpserted(
                DATASET,
                OptionalLong.of(1),
                image("2"),
                new Annotation("a", "cat", box("a", "cat", 9, 9).segmentation(), true)));
        topology.settle();
        ImageRanking crowd = topology.image(DATASET, "2");
        assertThat(crowd.rank()).isZero();
        assertThat(crowd.of()).isEqualTo(1);
        assertThat(crowd.instances()).isEqualTo(1);
        assertThat(crowd.vector()).isEmpty();
        assertThat(crowd.kept()).containsExactly(Map.entry("0.2", false), Map.entry("0.5", false));
        assertThat(topology.epochs.get(0).ranked()).isEqualTo(1);
        assertThat(topology.epochs.get(0).images()).isEqualTo(2);
    }

    @Test
    void shouldSendABadEventToTheDeadLettersAsItCame_andGoOn() {
        byte[] key = "1".getBytes(UTF_8);
        byte[] bad = "{\"type\":\"annotation.upserted\",\"dataset\":\"d\",\"image\":{\"id\":\"1\"}".getBytes(UTF_8);
        topology.send(key, bad);
        topology.send(key, null);
        topology.send(upsert("1", "a", "cat", 10, 10, 1));
        topology.settle();
        assertThat(topology.image(DATASET, "1").rank()).isEqualTo(1);
        assertThat(topology.dead).hasSize(2);
        TestRecord<byte[], byte[]> letter = topology.dead.get(0);
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(bad);
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("not-json");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(TopologyHarness.TOPICS.annotations());
        assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("0");
        assertThat(header(letter, DeadLetters.ERROR)).isNotEmpty();
        assertThat(topology.dead.get(1).value()).isNull();
        assertThat(header(topology.dead.get(1), DeadLetters.REASON)).isEqualTo("null-value");
        assertThat(topology.reported()).isEqualTo(new EventCounts(1, 0, 2));
    }

    @Test
    void shouldCutADeadLetter_whenItIsTooLongToWrite() {
        byte[] huge = new byte[5 << 20];
        topology.send(null, huge);
        topology.settle();
        TestRecord<byte[], byte[]> letter = topology.dead.get(0);
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("record-too-large");
        assertThat(header(letter, DeadLetters.FULL_LENGTH)).isEqualTo(Integer.toString(5 << 20));
        assertThat(letter.value()).hasSize(4 << 20);
    }

    @Test
    void shouldRejectAnEventWhoseKeyNamesAnotherImage() {
        topology.send("2".getBytes(UTF_8), EventWriter.value(upsert("1", "a", "cat", 10, 10, 1)));
        topology.settle();
        assertThat(header(topology.dead.get(0), DeadLetters.REASON)).isEqualTo("key-mismatch");
        assertThat(topology.published).isEmpty();
    }

    @Test
    void shouldPublishALargeEpochInChunks_andOnlyThenItsSummary() {
        topology.close();
        topology = new TopologyHarness(stateDir, TopologyHarness.settings(0.001, 10));
        for (int i = 0; i < 25; i++) {
            topology.send(upsert(Integer.toString(i), "a", "cat", 10, 10 + i, 1));
        }
        topology.tick(TopologyHarness.COLLECT_TICK);
        topology.tick(TopologyHarness.RANK_TICK);
        assertThat(topology.published).hasSize(10);
        assertThat(topology.epochs).isEmpty();
        topology.send(upsert("24", "a", "cat", 10, 100, 2));
        topology.tick(TopologyHarness.RANK_TICK);
        assertThat(topology.published).hasSize(20);
        assertThat(topology.epochs).isEmpty();
        topology.tick(TopologyHarness.RANK_TICK);
        assertThat(topology.published).hasSize(25);
        assertThat(topology.epochs).hasSize(1);
        assertThat(topology.epochs.get(0).events().applied()).isEqualTo(25);
        assertThat(topology.image(DATASET, "24").vector()).containsExactly(Map.entry("cat", siScs(10, 34)));
        topology.settle();
        assertThat(topology.image(DATASET, "24").vector()).containsExactly(Map.entry("cat", siScs(10, 100)));
    }
}
