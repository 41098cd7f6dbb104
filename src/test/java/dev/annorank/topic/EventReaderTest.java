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
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Polygons;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private static final int LIMIT = 5_000;

    private static final String UPSERTED = "{\"type\": \"annotation.upserted\", \"version\": 7,"
            + " \"image\": {\"id\": \"82\", \"width\": 10, \"height\": 20},"
            + " \"annotation\": {\"id\": 4711, \"category\": \"Cap\", \"segmentation\": [[1, 2, 3, 4, 5, 6]]}}";

    private final EventReader reader = new EventReader(LIMIT);

    @Test
    void shouldReadTheExamplesOfTheContract() {
        assertThat(read("""
                        {"type": "annotation.upserted", "dataset": "taco", "version": 1764000000000,
                         "image": {"id": "82", "width": 1537, "height": 2049, "fileName": "batch_1/000082.jpg", "url": "u"},
                         "annotation": {"id": 4711, "category": "Bottle cap", "segmentation": [[1, 2, 3.5, 4, 5, 6]],
                                        "iscrowd": 0, "scores": {"el2n": 0.31}}}"""))
                .isEqualTo(new AnnotationUpserted(
                        "taco",
                        OptionalLong.of(1_764_000_000_000L),
                        new Image("82", 1537, 2049, "batch_1/000082.jpg", "u"),
                        new Annotation("4711", "Bottle cap", Polygons.of(1, 2, 3.5, 4, 5, 6), false)));
        assertThat(read("{\"type\":\"annotation.deleted\",\"image\":{\"id\":82},\"annotation\":{\"id\":4711}}"))
                .isEqualTo(new AnnotationDeleted("default", OptionalLong.empty(), "82", "4711"));
        assertThat(
                        read(
                                "{\"type\":\"image.replaced\",\"image\":{\"id\":82,\"width\":1,\"height\":2},\"annotations\":[]}"))
                .isEqualTo(new ImageReplaced("default", OptionalLong.empty(), Image.of("82", 1, 2), List.of()));
        assertThat(read("{\"type\":\"image.deleted\",\"dataset\":null,\"version\":null,\"image\":{\"id\":\"82\"}}"))
                .isEqualTo(new ImageDeleted("default", OptionalLong.empty(), "82"));
    }

    @Test
    void shouldReadTheSame_whenFieldsComeInReverse() {
        assertThat(
                        read(
                                "{\"annotation\":{\"segmentation\":[[1,2,3,4,5,6]],\"category\":\"Cap\",\"id\":\"4711\"},"
                                        + "\"image\":{\"height\":20,\"width\":10,\"id\":82},\"version\":7,\"type\":\"annotation.upserted\"}"))
                .isEqualTo(read(UPSERTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"segmentation\":null",
                ",\"segmentation\":[]",
                ",\"segmentation\":[[]]",
                ",\"segmentation\":{}",
                ",\"segmentation\":\"\"",
                ",\"segmentation\":[[20,20,30,40]],\"bbox\":[20,20,30,40]",
                ",\"keypoints\":[1,2,2]"
            })
    void shouldBeADeletion_whenAnUpsertHasNoMask(String segmentation) {
        assertThat(read("{\"type\":\"annotation.upserted\",\"dataset\":\"d\",\"version\":9,"
                        + "\"image\":{\"id\":1,\"width\":10,\"height\":10},\"annotation\":{\"id\":2,\"category\":\"c\""
                        + segmentation + "}}"))
                .isEqualTo(new AnnotationDeleted("d", OptionalLong.of(9), "1", "2"));
        assertThat(read("{\"type\":\"image.replaced\",\"image\":{\"id\":1,\"width\":10,\"height\":10},\"annotations\":["
                        + "{\"id\":2,\"category\":\"c\"" + segmentation + "},"
                        + "{\"id\":3,\"category\":\"c\",\"segmentation\":[[1,2,9,2,9,9]]}]}"))
                .isInstanceOfSatisfying(
                        ImageReplaced.class,
                        event -> assertThat(event.annotations())
                                .extracting(Annotation::id)
                                .containsExactly("3"));
    }

    @Test
    void shouldNeedNoSize_whenAnImageIsReplacedByNothing() {
        String start = "{\"type\":\"image.replaced\",\"version\":3,\"image\":{\"id\":77},\"annotations\":";
        ImageDeleted expected = new ImageDeleted("default", OptionalLong.of(3), "77");
        assertThat(read(start + "[]}")).isEqualTo(expected);
        assertThat(read(start + "[{\"id\":1,\"bbox\":[1,2,3,4]}]}")).isEqualTo(expected);
    }

    @Test
    void shouldTakeAFloatAsKey_whenItIsTheImageId() {
        byte[] event = UPSERTED.replace("\"82\"", "82.0").getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read("82.0".getBytes(StandardCharsets.UTF_8), event)).isEqualTo(read(UPSERTED));
        assertRejected("82.5".getBytes(StandardCharsets.UTF_8), event, Reason.KEY_MISMATCH, "82.5");
    }

    @Test
    void shouldReadWholeNumbers_howeverTheyAreWritten() {
        assertThat(read(
                        "{\"type\":\"annotation.upserted\",\"version\":\"7\",\"image\":{\"id\":82.0,\"width\":\"10\",\"height\":20.0,"
                                + "\"fileName\":5},\"annotation\":{\"id\":4711.0,\"category\":\"Cap\",\"iscrowd\":\"0\","
                                + "\"segmentation\":[[1,2],[3,4],[5,6]]}}"))
                .isEqualTo(new AnnotationUpserted(
                        "default",
                        OptionalLong.of(7),
                        new Image("82", 10, 20, "5", null),
                        new Annotation("4711", "Cap", Polygons.of(1, 2, 3, 4, 5, 6), false)));
    }

    @Test
    void shouldSkipTheSchemaIdOfConfluentsSerializers() {
        AnnotationEvent plain = read(UPSERTED);
        assertThat(reader.read(null, withSchemaId(UPSERTED))).isEqualTo(plain);
        for (String key : List.of("82", "\"82\"")) {
            assertThat(reader.read(withSchemaId(key), withSchemaId(UPSERTED))).isEqualTo(plain);
        }
        assertRejected(withSchemaId("83"), UPSERTED.getBytes(StandardCharsets.UTF_8), Reason.KEY_MISMATCH, "82");
        assertRejected(withSchemaId("\""), UPSERTED.getBytes(StandardCharsets.UTF_8), Reason.KEY_MISMATCH, "82");
        assertRejected(null, withSchemaId("\u0002\u0008binary"), Reason.BAD_ENCODING, "byte 0 of the value is 0");
        assertRejected(null, withSchemaId("{\"type\": \"x\" "), Reason.NOT_JSON, "too early");
    }

    private static byte[] withSchemaId(String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        byte[] record = new byte[5 + json.length];
        record[4] = 42;
        System.arraycopy(json, 0, record, 5, json.length);
        return record;
    }

    @Test
    void shouldForgetTheEventBefore() {
        read(UPSERTED);
        assertThat(read("{\"type\":\"image.deleted\",\"image\":{\"id\":\"1\"}}"))
                .isEqualTo(new ImageDeleted("default", OptionalLong.empty(), "1"));
        assertRejected("{\"type\":\"image.deleted\"}", Reason.MISSING_FIELD, "image is missing: an object with id");
        assertRejected(
                "{\"type\":\"annotation.deleted\",\"image\":{\"id\":\"1\"}}",
                Reason.MISSING_FIELD,
                "annotation is missing: an object with id");
    }

    @Test
    void shouldIgnoreWhatTheTypeDoesNotNeed() {
        assertThat(read("{\"annotation\":{\"segmentation\":[[1,2,3],[]],\"category\":[],\"id\":5},\"annotations\":[{}],"
                        + "\"image\":{\"width\":\"wide\",\"id\":82},\"type\":\"annotation.deleted\"}"))
                .isEqualTo(new AnnotationDeleted("default", OptionalLong.empty(), "82", "5"));
    }

    @Test
    void shouldSkipByteOrderMark() {
        assertThat(read("\ufeff" + UPSERTED)).isEqualTo(read(UPSERTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-16"})
    void shouldRejectOtherEncodings(String charset) {
        assertRejected(null, UPSERTED.getBytes(Charset.forName(charset)), Reason.BAD_ENCODING, "UTF");
    }

    @Test
    void shouldNameTheByte_whenTextIsLatin1() {
        byte[] value = "{\"type\":\"Flasche \u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertRejected(null, value, Reason.BAD_ENCODING, "the value is not UTF-8: byte 17 of 20 is 0xfc");
    }

    @Test
    void shouldRejectNullAndLongValues() {
        assertRejected(null, null, Reason.NULL_VALUE, "the record has no value");
        byte[] fits = (UPSERTED + " ".repeat(LIMIT - UPSERTED.length())).getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(null, fits)).isNotNull();
        assertRejected(
                null,
                new byte[LIMIT + 1],
                Reason.RECORD_TOO_LARGE,
                "the value has 5001 bytes; at most 5000 are allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|it is empty",
                "`  `|it is empty",
                "[]|it is an array",
                "\"text\"|it is \"text\"",
                "null|it is null",
                "{\"type\"|it ends too early, at type (byte 7 of 7)",
                "{\"image\":{\"id\":\"8|it ends too early, at image.id (byte 17 of 17)",
                "{\"annotations\":[{\"id\":1},{\"id\"|it ends too early, at annotations[1].id (byte 30 of 30)",
                "{\"x\":[1|it ends too early, at x[0] (byte 7 of 7)",
                "{\"x\":1]|Unexpected close marker ']': expected '}' (byte 6 of 7)",
                "{\"x\":1} {|more follows after its end at byte 7: an object",
                "{\"x\":1}x|Unrecognized token 'x' (byte 7 of 8)",
                "{x:1}|Unexpected character ('x' (code 120)): was expecting double-quote to start field name (byte 1 of 5)",
                "{\"x\":nul}|Unrecognized token 'nul' (byte 5 of 9)",
                "{\"x\":01}|Invalid numeric value: Leading zeroes not allowed (byte 6 of 8)",
                "{'x':1}|Unexpected character (''' (code 39)): was expecting double-quote to start field name (byte 1 of 7)",
                "{\"x\":1,}|Unexpected character ('}' (code 125)): was expecting double-quote to start field name (byte 7 of 8)",
            })
    void shouldSayWhereItIsNotJson(String json, String message) {
        assertRejected(json, Reason.NOT_JSON, "the value is not one JSON object: " + message);
    }

    @Test
    void shouldRejectDeepNestingAndLongNumbers() {
        assertRejected(
                "{\"x\":" + "[".repeat(300) + "]".repeat(300) + "}",
                Reason.NOT_JSON,
                "it is beyond a limit: Document nesting depth (201) exceeds the maximum allowed (200)");
        assertRejected(
                "{\"x\":" + "9".repeat(2000) + "}",
                Reason.NOT_JSON,
                "it is beyond a limit: Number value length (2000) exceeds the maximum allowed (1000)");
    }

    @Test
    void shouldNotDumpTheRecord_whenATokenIsLong() {
        assertThatThrownBy(() -> read("{\"x\":" + "q".repeat(3000) + "}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
        assertThatThrownBy(() -> read("{\"type\":\"" + "q".repeat(3000) + "\"}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
        assertThatThrownBy(() -> read("{\"version\":\"" + "q\\n".repeat(1000) + "\"}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|MISSING_FIELD|type is missing: annotation.upserted, annotation.deleted, image.replaced or image.deleted",
                "{\"type\":null}|MISSING_FIELD|type is missing: annotation.upserted, annotation.deleted, image.replaced or image.deleted",
                "{\"type\":\"upsert\"}|UNKNOWN_TYPE|type is \"upsert\"; it must be annotation.upserted, annotation.deleted, image.replaced or image.deleted",
                "{\"type\":7}|BAD_FIELD|type is 7; it must be a string",
                "{\"dataset\":7}|BAD_FIELD|dataset is 7; it must be a string",
                "{\"dataset\":\"a b\",\"type\":\"image.deleted\",\"image\":{\"id\":1}}|BAD_FIELD|dataset is \"a b\"; it must be 1 to 100 of the characters A-Z a-z 0-9 . _ -",
                "{\"dataset\":\".\",\"type\":\"image.deleted\",\"image\":{\"id\":1}}|BAD_FIELD|dataset is \".\"; it must be",
                "{\"dataset\":\"..\",\"type\":\"image.deleted\",\"image\":{\"id\":1}}|BAD_FIELD|dataset is \"..\"; it must be",
                "{\"version\":-1}|BAD_FIELD|version is -1; it must be a whole number from 0 to 9223372036854775807",
                "{\"version\":1.5}|BAD_FIELD|version is 1.5; it must be a whole number from 0 to 9223372036854775807",
                "{\"version\":\"x\"}|BAD_FIELD|version is \"x\"; it must be a whole number from 0 to 9223372036854775807",
                "{\"image\":[]}|BAD_FIELD|image is an array; it must be an object",
                "{\"annotation\":5}|BAD_FIELD|annotation is 5; it must be an object",
                "{\"annotations\":{}}|BAD_FIELD|annotations is an object; it must be a list of annotations",
                "{\"annotations\":[5]}|BAD_FIELD|annotations[0] is 5; it must be an annotation, a JSON object; leave that annotation out, or send one annotation.upserted event an annotation",
                "{\"type\":\"image.deleted\",\"type\":\"image.deleted\"}|BAD_FIELD|type is given twice; it must be given once",
                "{\"type\":\"image.deleted\",\"image\":{}}|MISSING_FIELD|image.id is missing: a string or a whole number",
                "{\"type\":\"image.deleted\",\"image\":{\"id\":1.5}}|BAD_FIELD|image.id is 1.5; it must be a string or a whole number",
                "{\"type\":\"image.replaced\",\"image\":{\"id\":1,\"width\":1,\"height\":1}}|MISSING_FIELD|annotations is missing: the list of all annotations of the image, [] for none",
                "{\"type\":\"image.replaced\",\"annotations\":[{\"id\":1,\"category\":2,\"segmentation\":[[1,2]]}],\"image\":{\"id\":1,\"height\":1}}|MISSING_FIELD|image.width is missing: columns in pixels",
                "{\"type\":\"image.replaced\",\"annotations\":[{\"id\":1,\"category\":2,\"segmentation\":[[1,2]]}],\"image\":{\"id\":1,\"width\":1}}|MISSING_FIELD|image.height is missing: rows in pixels",
                "{\"type\":\"image.replaced\",\"annotations\":[{\"id\":1,\"category\":2,\"segmentation\":[[1,2]]}],\"image\":{\"id\":1,\"width\":0,\"height\":1}}|BAD_FIELD|image.width is 0; it must be a whole number of pixels, at least 1",
                "{\"type\":\"image.replaced\",\"annotations\":[{\"id\":1,\"category\":2,\"segmentation\":[[1,2]]},{\"id\":2,\"category\":2,\"segmentation\":[[1]]}],\"image\":{\"id\":1,\"width\":1,\"height\":1}}|BAD_POLYGON|annotations[1].segmentation[0] has an odd number of coordinates: 1; they must be pairs x, y; leave that annotation out, or send one annotation.upserted event an annotation",
                "{\"type\":\"image.replaced\",\"annotations\":[{\"id\":1,\"category\":2,\"segmentation\":[[1,2]]},{\"id\":\"1\",\"category\":2,\"segmentation\":[[1,2]]}],\"image\":{\"id\":1,\"width\":1,\"height\":1}}|BAD_FIELD|annotations holds id \"1\" twice",
                "{\"type\":\"annotation.deleted\",\"image\":{\"id\":1},\"annotation\":{\"category\":2}}|MISSING_FIELD|annotation.id is missing: a string or a whole number that is unique within the image",
                "{\"type\":\"annotation.upserted\",\"image\":{\"id\":1,\"width\":1,\"height\":1}}|MISSING_FIELD|annotation is missing: an object with id, category and segmentation",
                "{\"type\":\"annotation.upserted\",\"annotation\":{}}|MISSING_FIELD|image is missing: an object with id, width and height",
                "{\"type\":\"annotation.upserted\",\"image\":{\"id\":1,\"width\":1,\"height\":1},\"annotation\":{\"id\":1,\"category\":\"c\",\"segmentation\":[[1,2],[3,1e999]]}}|BAD_POLYGON|annotation.segmentation[1][1] is 1e999; it must be a number of pixels between -16777216 and 16777216",
            })
    void shouldNameTheField(String json, Reason reason, String message) {
        assertRejected(json, reason, message);
    }

    @Test
    void shouldAcceptKey_whenItIsTheImageId() {
        byte[] value = UPSERTED.getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read("82".getBytes(StandardCharsets.UTF_8), value)).isEqualTo(reader.read(null, value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"83, \"83\"", "\"82\", \"\"82\"\"", "`82 `, \"82 \"", "``, \"\""})
    void shouldRejectKey_whenItIsAnother(String key, String shown) {
        assertRejected(
                key.getBytes(StandardCharsets.UTF_8),
                UPSERTED.getBytes(StandardCharsets.UTF_8),
                Reason.KEY_MISMATCH,
                "the record's key is " + shown + ", but its image.id is \"82\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"dataset\":\"taco\",\"type\":\"upsert\"}|taco",
                "{\"dataset\":\"taco\",\"version\":[]}|taco",
                "{\"dataset\":\"taco\",\"version\"|taco",
                "{\"dataset\":\"taco\",\"type\":\"image.deleted\",\"image\":{\"id\":83}}|taco",
                "{\"version\":[],\"dataset\":\"taco\"}|",
                "{\"dataset\":\"a b\",\"type\":\"upsert\"}|",
                "{\"type\":\"upsert\"}|",
                "[]|",
            })
    void shouldTellTheDataset_whenItWasReadBeforeTheMistake(String json, @Nullable String dataset) {
        byte[] key = "82".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> reader.read(key, json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.dataset()).isEqualTo(Optional.ofNullable(dataset)));
        assertThatThrownBy(() -> reader.read(key, null))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.dataset()).isEmpty());
    }

    @Test
    void shouldShowKeyInHex_whenItIsNotText() {
        assertRejected(
                new byte[] {0, 0, 0, (byte) 0x82},
                UPSERTED.getBytes(StandardCharsets.UTF_8),
                Reason.KEY_MISMATCH,
                "the record's key is 0x00000082, but");
    }

    private AnnotationEvent read(String json) {
        return reader.read(null, json.getBytes(StandardCharsets.UTF_8));
    }

    private void assertRejected(String json, Reason reason, String message) {
        assertRejected(null, json.getBytes(StandardCharsets.UTF_8), reason, message);
    }

    private void assertRejected(byte @Nullable [] key, byte @Nullable [] value, Reason reason, String message) {
        assertThatThrownBy(() -> reader.read(key, value)).isInstanceOfSatisfying(RejectedException.class, e -> {
            assertThat(e.getMessage()).contains(message);
            assertThat(e.reason()).isEqualTo(reason);
        });
    }
}
