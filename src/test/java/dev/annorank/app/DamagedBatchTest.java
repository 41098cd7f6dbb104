package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.annorank.broker.BrokerLog;
import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.cluster.DamagedBatch;
import dev.annorank.cluster.OpsException;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.score.Measure;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flipped bit in a batch of a broker's file is named, and can be left behind. */
class DamagedBatchTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int RECORDS = 3;

    @TempDir
    Path folder;

    @Test
    void shouldHaltAndSayWhere_andGoOnBehindIt_whenToldTo() throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                TestSite site = new TestSite("hurt", broker.bootstrapServers(), data, "d")) {
            TopicPartition partition = new TopicPartition(site.topics().annotations(), 0);
            rankSome(site, data);
            long offset = writeBatch(broker.bootstrapServers(), partition);
            BrokerLog.flipLastBit(folder.resolve("broker"), partition);
            site.label("d", 100);
            try (Node node = site.start(Measure.CONTOUR, data)) {
                await().atMost(SOON)
                        .until(
                                () -> health(node).body(),
                                words -> words.contains("cannot be read at offset " + offset));
                HttpResponse<String> health = health(node);
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(health.body())
                        .contains("topic hurt.annotations partition 0 cannot be read at offset " + offset)
                        .contains("annorank topics skip --topic hurt.annotations --partition 0 --offset " + offset);
                assertThat(TestNode.get(node, "/metrics").body()).contains("annorank_partitions_unreadable 1.0");
            }
            Settings settings = site.settings(Measure.CONTOUR, data).build();
            try (Admin admin = TestSite.admin(settings)) {
                DamagedBatch damaged = new DamagedBatch(admin, "hurt", new KafkaProperties(settings).consumer());
                assertThatThrownBy(() -> damaged.skip(partition, offset + 1, SOON))
                        .isInstanceOf(OpsException.class)
                        .hasMessageContaining("cannot be read at offset " + offset + ", not at");
                assertThat(damaged.skip(partition, offset, SOON)).isEqualTo(offset + RECORDS);
                assertThatThrownBy(() -> damaged.skip(partition, offset, SOON))
                        .hasMessageContaining("up to offset " + (offset + RECORDS) + " already");
            }
            try (Node node = site.start(Measure.CONTOUR, data)) {
                awaitBatch(site);
                await().atMost(SOON).until(node::isReady);
            }
        }
    }

    @Test
    void shouldPassOverIt_andSaySo_whenItIsTheViewThatReadsIt() throws Exception {
        Path data = folder.resolve("view");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                TestSite site = new TestSite("seen", broker.bootstrapServers(), data, "d")) {
            TopicPartition partition = new TopicPartition(site.topics().instances(), 0);
            rankSome(site, data);
            long offset = writeBatch(broker.bootstrapServers(), partition);
            BrokerLog.flipLastBit(folder.resolve("broker"), partition);
            try (Node node = site.start(Measure.CONTOUR, data)) {
                site.label("d", 100);
                awaitBatch(site);
                String words = "topic seen.instances partition 0 cannot be read from offset " + offset + " to "
                        + (offset + RECORDS - 1) + ", a batch of it is damaged; passed over";
                await().atMost(SOON).until(() -> health(node).body(), body -> body.contains(words));
                await().atMost(SOON).until(node::isReady);
                assertThat(TestNode.get(node, "/metrics").body())
                        .contains("annorank_view_damaged_offsets_total " + RECORDS + ".0");
            }
        }
    }

    /** Records that nobody can use, in one batch, the last of the partition; returns its offset. */
    private static long writeBatch(String bootstrapServers, TopicPartition partition) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 1_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                sent.add(producer.send(new ProducerRecord<>(
                        partition.topic(), partition.partition(), "k".getBytes(UTF_8), "none".getBytes(UTF_8))));
            }
            producer.flush();
            assertThat(sent.get(RECORDS - 1).get(30, TimeUnit.SECONDS).offset())
                    .isEqualTo(sent.get(0).get().offset() + RECORDS - 1);
            return sent.get(0).get().offset();
        }
    }

    /** What a worker has ranked before anything is damaged. */
    private static void rankSome(TestSite site, Path data) throws Exception {
        try (Node node = site.start(Measure.CONTOUR, data)) {
            site.label("d", 100);
            awaitBatch(site);
            await().atMost(SOON).until(node::isReady);
        }
    }

    private static void awaitBatch(TestSite site) {
        site.awaitBatch("d", Measure.CONTOUR, SOON);
    }

    private static HttpResponse<String> health(Node node) throws Exception {
        return TestNode.get(node, "/health/ready");
    }
}
