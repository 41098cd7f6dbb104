package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.annorank.demo.BadEvents;
import dev.annorank.demo.BadEvents.BadEvent;
import dev.annorank.demo.LabelingSession;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import dev.annorank.topic.EventWriter;
import dev.annorank.topic.InstanceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is emitted is as its schema says: no field is missing, and none is there that nobody documented. */
class EmittedRecordsTest {
    private static final long SEED = 20;
    private static final int EVENTS = 1500;
    private static final Path SCHEMAS = Path.of("topics", "schemas");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TempDir
    private Path stateDir;

    private final Map<String, List<TestRecord<byte[], byte[]>>> emitted = new HashMap<>();
    private int good;
    private int bad;

    @BeforeEach
    void emit() {
        try (TopologyTestDriver driver = TopologyHarness.driver(stateDir, TopologyHarness.settings(0.001, 100))) {
            TestInputTopic<byte[], byte[]> annotations = driver.createInputTopic(
                    TopologyHarness.TOPICS.annotations(), new ByteArraySerializer(), new ByteArraySerializer());
            LabelingSession session = new LabelingSession(SEED, "d");
            BadEvents badEvents = new BadEvents("d");
            Instant at = Instant.parse("2026-02-03T04:05:06Z");
            List<AnnotationEvent> odd = oddEvents();
            for (int i = 0; i < EVENTS; i++) {
                AnnotationEvent event = i % 50 == 0 && i / 50 < odd.size() ? odd.get(i / 50) : session.next();
                annotations.pipeInput(new TestRecord<>(EventWriter.key(event), EventWriter.value(event), null, at));
                good++;
                if (i % 40 == 0) {
                    BadEvent badEvent = badEvents.next();
                    annotations.pipeInput(new TestRecord<>(
                            badEvent.imageId().getBytes(UTF_8),
                            badEvent.value(),
                            new RecordHeaders().add("from", "tool 7".getBytes(UTF_8)),
                            at));
                    bad++;
                }
                driver.advanceWallClockTime(Duration.ofMillis(20));
            }
            annotations.pipeInput(new TestRecord<>(null, null, null, at));
            bad++;
            for (int i = 0; i < 100; i++) {
                driver.advanceWallClockTime(Duration.ofMillis(50));
            }
            for (String topic : TopologyHarness.TOPICS.all()) {
                if (!topic.equals(TopologyHarness.TOPICS.annotations())) {
                    emitted.put(
                            topic,
                            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                                    .readRecordsToList());
                }
            }
        }
    }

    /** Crowds, masks without area, names that need care, an unversioned event, and an image that comes and goes. */
    private static List<AnnotationEvent> oddEvents() {
        Annotation crowd = new Annotation("1", "cow", Polygons.of(1, 1, 9, 1, 9, 9), true);
        Annotation empty = new Annotation("1", "cow", new Rle(10, 10, new int[] {100}), false);
        Annotation plain = new Annotation("a \"b\"", "K\u00fche/\ud83d\ude00", Polygons.of(1, 1, 9, 1, 9, 9), false);
        OptionalLong none = OptionalLong.empty();
        return List.of(
                new AnnotationUpserted("d", none, Image.of("crowd", 10, 10), crowd),
                new AnnotationUpserted("d", none, Image.of("empty", 10, 10), empty),
                new AnnotationUpserted("d", OptionalLong.of(Long.MAX_VALUE), Image.of("a/b//\u65e5", 10, 10), plain),
                new AnnotationUpserted("other.set_1", none, Image.of("only crowd", 10, 10), crowd),
                new AnnotationUpserted("gone", OptionalLong.of(0), Image.of("x", 10, 10), plain),
                new ImageDeleted("gone", OptionalLong.of(1), "x"));
    }

    @Test
    void shouldBeAsItsSchemaSays_whenAnyRecordIsEmitted() throws IOException {
        assertThat(problems(TopologyHarness.TOPICS.instanceScores(), "instance-score"))
                .isEmpty();
        assertThat(problems(TopologyHarness.TOPICS.instances(), "instance")).isEmpty();
        assertThat(problems(TopologyHarness.TOPICS.imageRanking(), "image-ranking"))
                .isEmpty();
        assertThat(problems(TopologyHarness.TOPICS.classTotals(), "class-total"))
                .isEmpty();
        assertThat(problems(TopologyHarness.TOPICS.rankingEpochs(), "ranking-epoch"))
                .isEmpty();
        assertThat(of(TopologyHarness.TOPICS.instanceScores())).hasSize(good);
        assertThat(of(TopologyHarness.TOPICS.rankingEpochs())).hasSizeGreaterThan(20);
    }

    private List<String> problems(String topic, String schemaName) throws IOException {
        Schema schema = strictSchema(JSON.readTree(Files.readString(SCHEMAS.resolve(schemaName + ".json"))));
        List<String> problems = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : of(topic)) {
            if (record.value() != null) {
                String value = new String(record.value(), UTF_8);
                List<Error> errors = schema.validate(value, InputFormat.JSON);
                if (!errors.isEmpty() && problems.size() < 3) {
                    problems.add(value + ": " + errors);
                }
            }
        }
        return problems;
    }

    /** The schema, but with every field refused that it does not name. */
    private static Schema strictSchema(JsonNode schema) {
        for (JsonNode object : schema.findParents("properties")) {
            if (object.path("type").asText().equals("object")) {
                ((ObjectNode) object).put("additionalProperties", false);
            }
        }
        return REGISTRY.getSchema(schema.toString());
    }

    @Test
    void shouldBeKeyedAsDocumented_whenAnyRecordIsEmitted() throws IOException {
        for (TestRecord<byte[], byte[]> record : of(TopologyHarness.TOPICS.instanceScores())) {
            assertThat(key(record)).isEqualTo(value(record).get("image").asText());
        }
        for (TestRecord<byte[], byte[]> record : of(TopologyHarness.TOPICS.rankingEpochs())) {
            assertThat(key(record)).isEqualTo(value(record).get("dataset").asText());
        }
        for (TestRecord<byte[], byte[]> record : of(TopologyHarness.TOPICS.instances())) {
            if (record.value() != null) {
                JsonNode value = value(record);
                assertThat(InstanceKey.parse(key(record)))
                        .isEqualTo(new InstanceKey(
                                value.get("dataset").asText(),
                                value.get("image").asText(),
                                value.get("annotation").asText()));
            }
        }
        assertThat(of(TopologyHarness.TOPICS.instances()))
                .extracting(EmittedRecordsTest::key)
                .contains("d/a%2Fb%2F%2F\u65e5/a \"b\"", "gone/x/a \"b\"");
        assertThat(requireDatasetAnd("image", TopologyHarness.TOPICS.imageRanking()))
                .contains("d/crowd", "d/a/b//\u65e5", "other.set_1/only crowd", "gone/x");
        assertThat(requireDatasetAnd("class", TopologyHarness.TOPICS.classTotals()))
                .contains("d/cow", "d/K\u00fche/\ud83d\ude00", "gone/K\u00fche/\ud83d\ude00");
    }

    /** Requires keys of the form dataset/name, and that the last word on dataset gone is a tombstone; returns the keys. */
    private List<String> requireDatasetAnd(String field, String topic) throws IOException {
        Map<String, Boolean> isTombstone = new HashMap<>();
        for (TestRecord<byte[], byte[]> record : of(topic)) {
            isTombstone.put(key(record), record.value() == null);
            if (record.value() != null) {
                JsonNode value = value(record);
                assertThat(key(record))
                        .isEqualTo(value.get("dataset").asText() + "/"
                                + value.get(field).asText());
            }
        }
        isTombstone.forEach((key, is) -> assertThat(key.startsWith("gone/") && !is)
                .as("%s in %s is left", key, topic)
                .isFalse());
        return List.copyOf(isTombstone.keySet());
    }

    @Test
    void shouldNameItsFormat_whenAnyRecordIsEmitted() {
        emitted.forEach((topic, records) -> {
            if (!topic.equals(TopologyHarness.TOPICS.deadLetters())) {
                assertThat(records).isNotEmpty().allSatisfy(record -> {
                    assertThat(record.headers().toArray()).as(topic).hasSize(1);
                    assertThat(new String(
                                    record.headers()
                                            .lastHeader("annorank.format")
                                            .value(),
                                    UTF_8))
                            .isEqualTo("1");
                });
            }
        });
    }

    @Test
    void shouldSayWhyAndFromWhere_whenALetterIsDead() throws IOException {
        JsonNode headers = new YAMLMapper()
                .readTree(Files.readString(SCHEMAS.resolve("asyncapi.yaml")))
                .at("/components/messages/deadLetter/headers");
        Schema schema = strictSchema(headers);
        List<TestRecord<byte[], byte[]>> dead = of(TopologyHarness.TOPICS.deadLetters());
        assertThat(dead).hasSize(bad);
        long lastOffset = -1;
        BadEvents sent = new BadEvents("d");
        for (TestRecord<byte[], byte[]> letter : dead) {
            ObjectNode own = JSON.createObjectNode();
            List<String> others = new ArrayList<>();
            for (Header header : letter.headers()) {
                String text = new String(header.value(), UTF_8);
                if (header.key().startsWith("annorank.")) {
                    own.put(header.key(), text);
                } else {
                    others.add(header.key() + "=" + text);
                }
            }
            assertThat(schema.validate(own.toString(), InputFormat.JSON))
                    .as(own.toString())
                    .isEmpty();
            assertThat(own.get("annorank.topic").asText()).isEqualTo(TopologyHarness.TOPICS.annotations());
            assertThat(own.get("annorank.timestamp").asLong())
                    .isEqualTo(Instant.parse("2026-02-03T04:05:06Z").toEpochMilli());
            assertThat(own.get("annorank.offset").asLong()).isGreaterThan(lastOffset);
            lastOffset = own.get("annorank.offset").asLong();
            if (letter.value() == null) {
                assertThat(own.get("annorank.reason").asText()).isEqualTo("null-value");
                assertThat(letter.key()).isNull();
            } else {
                BadEvent original = sent.next();
                assertThat(own.get("annorank.reason").asText())
                        .isEqualTo(original.reason().code());
                assertThat(letter.value()).isEqualTo(original.value());
                assertThat(key(letter)).isEqualTo(original.imageId());
                assertThat(others).containsExactly("from=tool 7");
            }
        }
        assertThat(lastOffset).isEqualTo(good + bad - 1);
    }

    private List<TestRecord<byte[], byte[]>> of(String topic) {
        return emitted.get(topic);
    }

    private static String key(TestRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8);
    }

    private static JsonNode value(TestRecord<byte[], byte[]> record) throws IOException {
        return JSON.readTree(record.value());
    }
}
