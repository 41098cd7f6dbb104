package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.score.Measure;
import dev.annorank.topic.RecordFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others write to any topic, internal ones too, stops no process, at work or restoring. */
class ForeignTopicsTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void shouldGoOn_whenOthersWroteToEveryTopic(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                TestSite site = new TestSite("foreign", broker.bootstrapServers(), folder.resolve("here"), "d")) {
            try (Node node = site.start(Measure.CONTOUR, folder.resolve("here"))) {
                site.label("d", 200);
                site.awaitBatch("d", Measure.CONTOUR, SOON);
                writeEverywhere(broker.bootstrapServers());
                site.label("d", 100);
                site.awaitBatch("d", Measure.CONTOUR, SOON);
                await().atMost(SOON).until(node::isReady);
            }
            writeEverywhere(broker.bootstrapServers());
            // Elsewhere there is no local state: all is restored from the changelogs.
            try (Node node = site.start(Measure.CONTOUR, folder.resolve("elsewhere"))) {
                site.label("d", 100);
                site.awaitBatch("d", Measure.CONTOUR, SOON);
                await().atMost(SOON).until(node::isReady);
                assertThat(TestNode.get(node, "/v1/datasets").body())
                        .contains("\"dataset\":\"d\"")
                        .doesNotContain("ghost");
                assertThat(TestNode.get(node, "/metrics").body())
                        .containsPattern("(?m)^annorank_records_skipped_total [1-9]")
                        .contains("annorank_thread_deaths_total 0.0");
            }
        }
    }

    private static void writeEverywhere(String bootstrapServers) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(settings);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var topics = new TreeSet<>(admin.listTopics().names().get(30, TimeUnit.SECONDS));
            topics.removeIf(topic -> !topic.startsWith("foreign"));
            assertThat(topics).hasSizeGreaterThan(15);
            Headers newer = new RecordHeaders().add(RecordFormat.FORMAT, "2".getBytes(UTF_8));
            for (String topic : topics) {
                int partitions = producer.partitionsFor(topic).size();
                for (int partition = 0; partition < partitions; partition++) {
                    for (String key : new String[] {null, "x", "d/ghost", "ghost", "\1"}) {
                        for (String value : new String[] {null, "\0\1\2 garbage", "{\"a\":[1]}"}) {
                            send(producer, topic, partition, key, value, new RecordHeaders());
                        }
                        send(producer, topic, partition, key, "{}", newer);
                    }
                }
            }
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            int partition,
            @Nullable String key,
            @Nullable String value,
            Headers headers)
            throws Exception {
        try {
            producer.send(new ProducerRecord<>(
                            topic,
                            partition,
                            key == null ? null : key.getBytes(UTF_8),
                            value == null ? null : value.getBytes(UTF_8),
                            headers))
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // A topic that is compacted takes nothing without a key.
            assertThat(e).hasCauseInstanceOf(InvalidRecordException.class);
            assertThat(key).isNull();
        }
    }
}
