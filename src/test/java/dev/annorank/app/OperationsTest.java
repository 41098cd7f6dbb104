package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.cluster.OpsException;
import dev.annorank.cluster.ResetListener;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import dev.annorank.score.Measure;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.ScoredEventSerde;
import dev.annorank.topic.UnknownFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Changed settings, newer formats and resets, on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private final EmbeddedBroker broker;
    private final Path folder;

    OperationsTest(@TempDir Path folder) {
        this.folder = folder;
        this.broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void shouldRebuildEverythingOrRefuse_whenTheMeasureChanges() throws Exception {
        Path here = folder.resolve("all-here");
        Path elsewhere = folder.resolve("all-elsewhere");
        try (TestSite site = new TestSite("all", broker.bootstrapServers(), here, "d")) {
            try (Node node = site.start(Measure.CONTOUR, elsewhere)) {
                site.sendBad("d");
                site.label("d", 400);
                site.awaitBatch("d", Measure.CONTOUR, SOON);
                await().atMost(SOON).until(node::isReady);
                assertThatThrownBy(() -> site.resetAll(Measure.POLYGON, here, new Stages(99)))
                        .isInstanceOf(OpsException.class)
                        .hasMessageContaining("application.id all has workers at work (1 threads); stop them first");
            }
            assertThatThrownBy(() -> site.start(Measure.POLYGON, here))
                    .isInstanceOf(OpsException.class)
                    .hasMessageContaining("measure is contour in what is stored, but configured as polygon")
                    .hasMessageContaining("annorank reset --all")
                    .hasMessageNotContaining("iscrowd");
            String doomed = site.published.get("d").rank().image(1);
            site.drop("d", doomed);

            Stages whole = new Stages(99);
            for (int stage = 1; stage <= 5; stage += 4) {
                Stages some = new Stages(stage);
                assertThatThrownBy(() -> site.resetAll(Measure.POLYGON, here, some))
                        .hasMessage("broken off after " + some.said);
                assertThatThrownBy(() -> site.start(Measure.CONTOUR, here))
                        .hasMessageContaining("was broken off; let it end, or run it again: annorank reset --all");
            }
            site.resetAll(Measure.POLYGON, here, whole);
            assertThat(whole.said).contains("0 internal topics deleted", "topic all.instance-scores: emptied");
            assertThat(topicsOf("all"))
                    .containsExactlyInAnyOrder(
                            "all-scoring",
                            "all.annotations",
                            "all.instance-scores",
                            "all.instances",
                            "all.image-ranking",
                            "all.class-totals",
                            "all.ranking-epochs",
                            "all.dead-letters");
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(site.liveImages).isEmpty();
                assertThat(site.liveClasses).isEmpty();
            });

            try (Node node = site.start(Measure.POLYGON, here)) {
                site.awaitBatch("d", Measure.POLYGON, SOON);
                assertThat(site.isRankedLikeBatch("d", Measure.CONTOUR)).isFalse();
                assertThat(site.liveImages).isNotEmpty().doesNotContain("d/" + doomed);
                site.label("d", 200);
                site.awaitBatch("d", Measure.POLYGON, SOON);
                await().atMost(SOON).until(node::isReady);
            }
            // Another machine, whose local state is of the first measure and ends at offsets that exist again.
            Path witness = elsewhere.resolve("streams").resolve("all").resolve("witness");
            assertThat(witness.getParent()).isNotEmptyDirectory();
            Files.writeString(witness, "of the first measure");
            try (Node node = site.start(Measure.POLYGON, elsewhere)) {
                assertThat(witness).doesNotExist();
                site.label("d", 200);
                site.awaitBatch("d", Measure.POLYGON, SOON);
                await().atMost(SOON).until(node::isReady);
            }
        }
    }

    @Test
    void shouldRebuildOneDatasetOnly_whenAskedTo() throws Exception {
        Path dir = folder.resolve("one");
        try (TestSite site = new TestSite("one", broker.bootstrapServers(), dir, "a", "b")) {
            try (Node node = site.start(Measure.CONTOUR, dir)) {
                site.sendBad("a");
                site.label("a", 300);
                site.label("b", 200);
                site.awaitBatch("a", Measure.CONTOUR, SOON);
                site.awaitBatch("b", Measure.CONTOUR, SOON);
                // What no annotation accounts for: an image that is not there, and a score that hides a later one.
                String image = site.published.get("a").rank().image(1);
                damage(site, "ghost");
                damage(site, image);
                await().atMost(SOON).until(() -> site.liveImages.contains("a/ghost"));
                assertThat(site.isRankedLikeBatch("a", Measure.CONTOUR)).isFalse();
                assertThatThrownBy(() -> site.resetDataset("a", Measure.CONTOUR, dir, new Stages(99)))
                        .hasMessageContaining("stop them first");
                await().atMost(SOON).until(node::isReady);
            }
            site.label("a", 50);
            assertThatThrownBy(() -> site.resetDataset("a", Measure.POLYGON, dir, new Stages(99)))
                    .hasMessageContaining("measure is contour");
            assertThatThrownBy(() -> site.resetDataset("a", Measure.CONTOUR, dir, new Stages(0)))
                    .hasMessageContaining("broken off");
            assertThatThrownBy(() -> site.start(Measure.CONTOUR, dir))
                    .hasMessageContaining("run it again: annorank reset --dataset a");
            assertThatThrownBy(() -> site.resetDataset("b", Measure.CONTOUR, dir, new Stages(99)))
                    .hasMessageContaining("annorank reset --dataset a");
            Stages whole = new Stages(99);
            site.resetDataset("a", Measure.CONTOUR, dir, whole);
            assertThat(whole.said).hasSize(1);
            assertThat(whole.said.get(0))
                    .startsWith("dataset a: 300 events of ")
                    .contains("; 1 could not be used");

            int before = records(site, "b/");
            try (Node node = site.start(Measure.CONTOUR, dir)) {
                await().atMost(SOON).until(() -> site.isRankedLikeBatch("a", Measure.CONTOUR));
                assertThat(site.liveImages).doesNotContain("a/ghost");
                // The two foreign records were events too; what was scored again was not.
                EventCounts counted = site.published.get("a").counted();
                assertThat(counted.total()).isEqualTo(site.sent("a") + 2);
                assertThat(counted.rejected()).isEqualTo(1);
                assertThat(site.isRankedLikeBatch("b", Measure.CONTOUR)).isTrue();
                assertThat(records(site, "b/")).as("b is left alone").isEqualTo(before);
                await().atMost(SOON).until(node::isReady);
            }
        }
    }

    @Test
    void shouldStop_whenANewerAnnorankTakesOver() throws Exception {
        try (TestSite site = new TestSite("newer", broker.bootstrapServers(), folder.resolve("newer"), "d");
                Node node = site.start(Measure.CONTOUR, folder.resolve("newer"))) {
            await().atMost(SOON).until(node::isReady);
            send("newer-scoring", "instead", "{\"format\":2,\"what\":[]}", new RecordHeaders());
            send(
                    site.topics().instanceScores(),
                    "x",
                    "{}",
                    new RecordHeaders().add(RecordFormat.FORMAT, "2".getBytes(UTF_8)));
            assertThat(node.awaitStop()).isFalse();
        }
    }

    @Test
    void shouldRefuse_whenTheStateIsOfANewerFormat() throws Exception {
        Path dir = folder.resolve("future");
        try (TestSite site = new TestSite("future", broker.bootstrapServers(), dir, "d")) {
            create("future-scoring");
            send("future-scoring", "", "{\"format\":2,\"what\":[]}", new RecordHeaders());
            assertThatThrownBy(() -> site.start(Measure.CONTOUR, dir))
                    .isInstanceOf(UnknownFormatException.class)
                    .hasMessageContaining("written by a newer annorank");
            assertThat(Files.exists(dir.resolve("streams").resolve("future"))).isFalse();
        }
    }

    /** Notes what a reset says and breaks it off after so many lines, or at the first progress if none is allowed. */
    private static final class Stages implements ResetListener {
        private final int most;
        final List<String> said = new ArrayList<>();

        Stages(int most) {
            this.most = most;
        }

        @Override
        public void done(String what) {
            said.add(what);
            if (said.size() >= most) {
                throw new IllegalStateException("broken off after " + said);
            }
        }

        @Override
        public void progress(long done, long total) {
            if (most == 0) {
                throw new IllegalStateException("broken off at " + done);
            }
        }
    }

    private static int records(TestSite site, String prefix) {
        synchronized (site.imageRecords) {
            return (int) site.imageRecords.stream()
                    .filter(key -> key.startsWith(prefix))
                    .count();
        }
    }

    private void damage(TestSite site, String image) throws Exception {
        ScoredEvent event = new InstanceScored(
                "a",
                image,
                OptionalLong.of(Long.MAX_VALUE),
                new ScoredInstance("1", "nonsense", false, new ShapeScore(10, 1, 1, 10, 2.8209479177387813)));
        byte[] value = new ScoredEventSerde().serializer().serialize("t", event);
        send(site.topics().instanceScores(), image, new String(value, UTF_8), RecordFormat.headers());
    }

    private void create(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private Set<String> topicsOf(String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Set<String> names = new TreeSet<>(admin.listTopics().names().get(30, TimeUnit.SECONDS));
            names.removeIf(topic -> !topic.startsWith(name));
            return names;
        }
    }

    private void send(String topic, String key, String value, Headers headers) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, null, key.getBytes(UTF_8), value.getBytes(UTF_8), headers))
                    .get(30, TimeUnit.SECONDS);
        }
    }
}
