package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annorank.config.SettingsBuilder;
import dev.annorank.model.EventCounts;
import dev.annorank.topic.DeadLetters;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image of more classes than a record of Kafka has room for: valid events, each of them short. */
class WideImageTest {
    private static final int CLASSES = 400;

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnForAllOthers_whenAnImageGetsMoreClassesThanARecordHolds() throws Exception {
        try (Node node = TestNode.start(TestNode.settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            send(node, "wide", CLASSES);
            send(node, "slim", 1);
            reader.readEvents("wide", CLASSES);
            reader.readEvents("slim", 1);

            EventCounts wide = reader.totals("wide");
            assertThat(wide.rejected()).isPositive();
            assertThat(wide.applied()).isPositive();
            assertThat(wide.total()).isEqualTo(CLASSES);
            assertThat(reader.images("wide"))
                    .singleElement()
                    .satisfies(image -> assertThat(image.vector()).hasSize((int) wide.applied()));
            reader.readUntil("a dead letter an event refused", () -> reader.dead.size() == wide.rejected());
            assertThat(reader.dead)
                    .allSatisfy(letter -> assertThat(PublicReader.header(letter, DeadLetters.REASON))
                            .isEqualTo("image-too-wide"));
            await().until(node::isReady);
        }
    }

    @Test
    void shouldLeaveOneImageOutAndSayWhich_whenItIsTooWideForNewSettings() throws Exception {
        SettingsBuilder roomy = TestNode.settings(folder).set("event.max.bytes", "1048576");
        try (Node node = TestNode.start(roomy, true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            send(node, "wide", 150);
            reader.readEvents("wide", 150);
            assertThat(reader.images("wide")).hasSize(1);
        }
        SettingsBuilder narrow =
                TestNode.settings(folder).set("event.max.bytes", "1048576").set("producer.max.request.size", "300000");
        try (Node node = TestNode.start(narrow, true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            send(node, "slim", 3);
            reader.readEvents("slim", 3);
            reader.readUntil("the wide image goes", () -> reader.images("wide").isEmpty());
            await().untilAsserted(
                            () -> assertThat(get(node, "/health/ready"))
                                    .contains(
                                            "200 ",
                                            "running; topology: left out of the ranking, too wide for a record: image 1 of dataset wide"));
            assertThat(get(node, "/metrics")).contains("annorank_images_oversized 1.0");
        }
    }

    @Test
    void shouldLeaveOneImageOutAndGoOn_whenItsTopicTakesLessThanItShould() throws Exception {
        SettingsBuilder settings = TestNode.settings(folder).set("compression.type", "none");
        try (Node node = TestNode.start(settings, true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            ConfigResource topic = new ConfigResource(
                    ConfigResource.Type.TOPIC, Topics.standard().imageRanking());
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrapServers()))) {
                AlterConfigOp less =
                        new AlterConfigOp(new ConfigEntry("max.message.bytes", "100000"), AlterConfigOp.OpType.SET);
                admin.incrementalAlterConfigs(Map.of(topic, List.of(less)))
                        .all()
                        .get();
            }
            send(node, "wide", 30);
            reader.readEvents("wide", 30);
            send(node, "slim", 3);
            reader.readEvents("slim", 3);
            reader.readToTheEnd();

            assertThat(reader.images("slim")).hasSize(1);
            TestNode.awaitReady(node);
            await().untilAsserted(() ->
                    assertThat(get(node, "/health/ready")).contains("too wide for a record: image 1 of dataset wide"));
        }
    }

    /** An event a class, each of a name of 500 characters that JSON escapes. */
    private static void send(Node node, String dataset, int classes) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = LabeledLoad.producer(node.bootstrapServers())) {
            for (int i = 0; i < classes; i++) {
                send(producer, dataset, Integer.toString(i), "%06d".formatted(i) + "\\u0001".repeat(494));
            }
        }
    }

    private static String get(Node node, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = TestNode.get(node, path);
        return answer.statusCode() + " " + answer.body();
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String dataset, String id, String category)
            throws InterruptedException, ExecutionException {
        String event = "{\"type\":\"annotation.upserted\",\"dataset\":\"" + dataset
                + "\",\"image\":{\"id\":1,\"width\":50,\"height\":50},\"annotation\":{\"id\":" + id + ",\"category\":\""
                + category + "\",\"segmentation\":[[1,1,9,1,9,9,1,9]]}}";
        producer.send(new ProducerRecord<>(Topics.standard().annotations(), "1".getBytes(UTF_8), event.getBytes(UTF_8)))
                .get();
    }
}
