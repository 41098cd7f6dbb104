package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.demo.LabelingSession;
import dev.annorank.model.Reason;
import dev.annorank.topic.DeadLetters;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node with its own broker, and clients that know nothing but Kafka and HTTP. */
class ServeTest {
    private static final String TOPIC = Topics.standard().annotations();
    private static final int MAX_EVENT = 65536;

    @TempDir
    private static Path folder;

    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        node = TestNode.start(TestNode.settings(folder), true);
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void shouldPublishTheBatchRanking_whenProducersScatterTheEventsOfAnImage() throws Exception {
        LabeledLoad load = new LabeledLoad(11, "scattered");
        load.send(node.bootstrapServers(), 2000);
        try (PublicReader reader = new PublicReader(node.bootstrapServers())) {
            load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
            assertThat(reader.totals("scattered").superseded())
                    .as("late and repeated events")
                    .isPositive();
        }
    }

    @Test
    void shouldAnswerThatItIsWell() throws Exception {
        TestNode.awaitReady(node);
        for (String path : List.of("/health/live", "/health/ready")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
            assertThat(answer.body()).contains("\"status\":\"up\"");
        }
        assertThat(get("/health/none").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return TestNode.get(node, path);
    }

    /** A record that must become a dead letter. */
    private record Bad(String name, Reason reason, byte[] key, byte[] value) {}

    private static Bad bad(String name, Reason reason, String value) {
        return new Bad(name, reason, "i".getBytes(UTF_8), value.getBytes(UTF_8));
    }

    /** An upsert of dataset bad whose image and segmentation are wrong. */
    private static Bad badUpsert(String name, Reason reason, String image, String segmentation) {
        return bad(name, reason, upsert("bad", image, "1", segmentation));
    }

    private static String upsert(String dataset, String image, String id, String segmentation) {
        return "{\"type\":\"annotation.upserted\",\"dataset\":\"" + dataset + "\",\"image\":" + image
                + ",\"annotation\":{\"id\":" + id + ",\"category\":\"c\",\"segmentation\":" + segmentation + "}}";
    }

    private static List<Bad> bads() {
        String image = "{\"id\":\"i\",\"width\":20,\"height\":10}";
        String triangle = "[[1,1,9,1,9,9]]";
        byte[] key = "i".getBytes(UTF_8);
        byte[] sound = upsert("bad", image, "1", triangle).getBytes(UTF_8);
        byte[] notUtf8 = sound.clone();
        notUtf8[sound.length / 2] = (byte) 0xff;
        return List.of(
                new Bad("no value", Reason.NULL_VALUE, key, null),
                new Bad("empty value", Reason.NOT_JSON, key, new byte[0]),
                new Bad("a byte that is not UTF-8", Reason.BAD_ENCODING, key, notUtf8),
                new Bad("UTF-16", Reason.BAD_ENCODING, key, new String(sound, UTF_8).getBytes(UTF_16LE)),
                new Bad("cut", Reason.NOT_JSON, key, Arrays.copyOf(sound, sound.length - 3)),
                new Bad("another image's key", Reason.KEY_MISMATCH, "j".getBytes(UTF_8), sound),
                new Bad("a key that is not UTF-8", Reason.KEY_MISMATCH, new byte[] {(byte) 0xff}, sound),
                new Bad("too long", Reason.RECORD_TOO_LARGE, key, Arrays.copyOf(sound, MAX_EVENT + 1)),
                bad("words", Reason.NOT_JSON, "hello"),
                bad("a list", Reason.NOT_JSON, "[]"),
                bad("two objects", Reason.NOT_JSON, "{}{}"),
                bad("no type", Reason.MISSING_FIELD, "{\"dataset\":\"bad\"}"),
                bad("unknown type", Reason.UNKNOWN_TYPE, "{\"type\":\"annotation.liked\",\"dataset\":\"bad\"}"),
                bad(
                        "bad dataset",
                        Reason.BAD_FIELD,
                        "{\"type\":\"image.deleted\",\"dataset\":\"a/b\",\"image\":{\"id\":\"i\"}}"),
                bad(
                        "negative version",
                        Reason.BAD_FIELD,
                        "{\"type\":\"image.deleted\",\"version\":-1,\"image\":{\"id\":\"i\"}}"),
                bad("no image", Reason.MISSING_FIELD, "{\"type\":\"image.deleted\",\"dataset\":\"bad\"}"),
                badUpsert("no image id", Reason.MISSING_FIELD, "{\"width\":20,\"height\":10}", triangle),
                badUpsert("no height", Reason.MISSING_FIELD, "{\"id\":\"i\",\"width\":20}", triangle),
                badUpsert("no width", Reason.MISSING_FIELD, "{\"id\":\"i\",\"height\":20}", triangle),
                badUpsert("width 0", Reason.BAD_FIELD, "{\"id\":\"i\",\"width\":0,\"height\":10}", triangle),
                bad("no annotation id", Reason.MISSING_FIELD, upsert("bad", image, "null", triangle)),
                badUpsert("no list", Reason.BAD_FIELD, image, "true"),
                badUpsert("no counts", Reason.BAD_RLE, image, "{\"size\":[10,20]}"),
                badUpsert("too deep a list", Reason.BAD_POLYGON, image, "[[[[[1,1]]]]]"),
                badUpsert("odd count", Reason.BAD_POLYGON, image, "[[1,1,9,1,9]]"),
                badUpsert("NaN", Reason.BAD_POLYGON, image, "[[1,NaN,9,1,9,9]]"),
                badUpsert("Infinity", Reason.BAD_POLYGON, image, "[[1,1,-Infinity,1,9,9]]"),
                badUpsert("overflow", Reason.BAD_POLYGON, image, "[[1,1,1e999,1,9,9]]"),
                badUpsert("absurdly far", Reason.BAD_POLYGON, image, "[[1,1,1e9,1,9,9]]"),
                badUpsert("runs too short", Reason.BAD_RLE, image, "{\"size\":[10,20],\"counts\":[5,5]}"),
                badUpsert("runs too long", Reason.BAD_RLE, image, "{\"size\":[10,20],\"counts\":[5,500]}"),
                badUpsert("negative run", Reason.BAD_RLE, image, "{\"size\":[10,20],\"counts\":[201,-1]}"),
                badUpsert("another size", Reason.BAD_RLE, image, "{\"size\":[20,10],\"counts\":[5,195]}"),
                badUpsert("garbled runs", Reason.BAD_RLE, image, "{\"size\":[10,20],\"counts\":\"\\u00fc\"}"),
                badUpsert(
                        "huge mask",
                        Reason.MASK_TOO_LARGE,
                        "{\"id\":\"i\",\"width\":2000000000,\"height\":2000000000}",
                        "{\"size\":[2000000000,2000000000],\"counts\":[5,5]}"),
                badUpsert(
                        "huge image",
                        Reason.MASK_TOO_LARGE,
                        "{\"id\":\"i\",\"width\":2000000000,\"height\":2000000000}",
                        triangle));
    }

    @Test
    void shouldSetEveryKindOfBadRecordAsideAndGoOn() {
        List<Bad> bads = bads();
        try (KafkaProducer<byte[], byte[]> producer = LabeledLoad.producer(node.bootstrapServers());
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            for (Bad bad : bads) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, 0, bad.key(), bad.value());
                record.headers().add("case", bad.name().getBytes(UTF_8));
                send(producer, record);
                send(producer, good("among-bad", bad.name(), null));
            }
            reader.readUntil("dead letters", () -> named(reader.dead).size() >= bads.size());
            reader.readEvents("among-bad", bads.size());
            assertThat(reader.images("among-bad")).hasSameSizeAs(bads);
            Map<String, ConsumerRecord<byte[], byte[]>> dead = named(reader.dead);
            for (Bad bad : bads) {
                ConsumerRecord<byte[], byte[]> letter = dead.get(bad.name());
                assertThat(letter).as(bad.name()).isNotNull();
                assertThat(PublicReader.header(letter, DeadLetters.REASON))
                        .as("%s: %s", bad.name(), PublicReader.header(letter, DeadLetters.ERROR))
                        .isEqualTo(bad.reason().code());
                assertThat(letter.key()).as(bad.name()).isEqualTo(bad.key());
                assertThat(letter.value()).as(bad.name()).isEqualTo(bad.value());
                assertThat(PublicReader.header(letter, DeadLetters.ERROR)).isNotBlank();
                assertThat(PublicReader.header(letter, DeadLetters.TOPIC)).isEqualTo(TOPIC);
                assertThat(PublicReader.header(letter, DeadLetters.PARTITION)).isEqualTo("0");
            }
        }
    }

    @Test
    void shouldCutADeadLetter_whenItIsTooLongToBeWritten() {
        Map<String, Object> compressing = Map.of(
                "bootstrap.servers", node.bootstrapServers(), "compression.type", "gzip", "max.request.size", 16 << 20);
        byte[] spaces = new byte[4 << 20];
        Arrays.fill(spaces, (byte) ' ');
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(compressing, new ByteArraySerializer(), new ByteArraySerializer());
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, "i".getBytes(UTF_8), spaces);
            record.headers().add("case", "very long".getBytes(UTF_8));
            send(producer, record);
            send(producer, good("after-long", "1", null));
            reader.readUntil("the dead letter", () -> named(reader.dead).containsKey("very long"));
            ConsumerRecord<byte[], byte[]> letter = named(reader.dead).get("very long");
            assertThat(PublicReader.header(letter, DeadLetters.REASON)).isEqualTo(Reason.RECORD_TOO_LARGE.code());
            assertThat(PublicReader.header(letter, DeadLetters.FULL_LENGTH)).isEqualTo(Integer.toString(spaces.length));
            assertThat(letter.value()).hasSizeLessThan(spaces.length);
            reader.readEvents("after-long", 1);
        }
    }

    private static Map<String, ConsumerRecord<byte[], byte[]>> named(List<ConsumerRecord<byte[], byte[]>> dead) {
        Map<String, ConsumerRecord<byte[], byte[]>> named = new HashMap<>();
        dead.forEach(letter -> named.put(PublicReader.header(letter, "case"), letter));
        return named;
    }

    @Test
    void shouldLoseNothing_whateverTheTimestamps() {
        long now = LabelingSession.DEFAULT_START_MS;
        long tenYears = Duration.ofDays(3652).toMillis();
        List<Long> timestamps =
                new ArrayList<>(List.of(-1L, 0L, 1L, now - tenYears, now + tenYears, now + 90 * tenYears));
        timestamps.add(null);
        try (KafkaProducer<byte[], byte[]> producer = LabeledLoad.producer(node.bootstrapServers());
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            for (int round = 0; round < 3; round++) {
                for (Long timestamp : timestamps) {
                    send(producer, good("timely", round + "@" + timestamp, timestamp));
                    ProducerRecord<byte[], byte[]> bad = at(timestamp, "x", "bad");
                    bad.headers().add("case", ("at " + round + "@" + timestamp).getBytes(UTF_8));
                    send(producer, bad);
                }
            }
            int events = 3 * timestamps.size();
            reader.readEvents("timely", events);
            assertThat(reader.images("timely")).hasSize(events);
            assertThat(reader.totals("timely").applied()).isEqualTo(events);
            reader.readUntil(
                    "dead letters",
                    () -> named(reader.dead).keySet().stream()
                                    .filter(name -> name != null && name.startsWith("at "))
                                    .count()
                            == events);
        }
    }

    private static ProducerRecord<byte[], byte[]> good(String dataset, String image, Long timestamp) {
        return at(
                timestamp,
                image,
                upsert(dataset, "{\"id\":\"" + image + "\",\"width\":20,\"height\":10}", "1", "[[1,1,9,1,9,9]]"));
    }

    /** Java's own producer refuses -1, which stands for no timestamp; others, and old ones, send it. */
    private static ProducerRecord<byte[], byte[]> at(Long timestamp, String key, String value) {
        return new ProducerRecord<>(TOPIC, key.getBytes(UTF_8), value.getBytes(UTF_8)) {
            @Override
            public Long timestamp() {
                return timestamp;
            }
        };
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new AssertionError("the broker did not take " + record, e);
        }
    }
}
