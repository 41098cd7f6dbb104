package dev.annorank.format.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.format.tool.WebhookEvents.Skipped;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelStudioWebhookTest {
    private static final OptionalLong VERSION =
            OptionalLong.of(Instant.parse("2026-03-01T10:20:30.123Z").toEpochMilli());
    private static final String SQUARE = """
            {"original_width": 200, "original_height": 100, "image_rotation": 0,
             "value": {"points": [[10, 20], [30, 20], [30, 60], [10, 60]], "closed": true, "polygonlabels": ["Car", "Red"]},
             "id": "Dx_aB9", "from_name": "label", "to_name": "image", "type": "polygonlabels", "origin": "manual"}
            """;

    private static final String NOT_SUPPORTED =
            "not supported; only polygonlabels, brushlabels and bitmasklabels are used";

    private final LabelStudioWebhook webhook = new LabelStudioWebhook(1 << 20, 1 << 16);

    @Test
    void shouldReplaceTheImage_whenASubmissionIsMade() {
        WebhookEvents events = read(payload("ANNOTATION_CREATED", SQUARE));
        Annotation car = new Annotation("7/Dx_aB9", "Car", Polygons.of(20, 20, 60, 20, 60, 60, 20, 60), false);
        Image image = new Image("42", 200, 100, null, "https://pictures.example/1.jpg");
        assertThat(events.events())
                .containsExactly(new ImageReplaced("label-studio-project-3", VERSION, image, List.of(car)));
        assertThat(events.instances()).isEqualTo(1);
        assertThat(events.skippedCount()).isZero();
    }

    @Test
    void shouldUseTheGivenDataset_whenTheCallerKnows() {
        byte[] payload = bytes(payload("ANNOTATION_UPDATED", SQUARE));
        assertThat(webhook.read(payload, Optional.of("taco")).events().get(0).dataset())
                .isEqualTo("taco");
        assertThatThrownBy(() -> webhook.read(payload, Optional.of("ta/co")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("A-Z a-z 0-9 . _ -");
    }

    @ParameterizedTest
    @CsvSource({
        "0.22505626406601648,1333,3",
        "29,100,29",
        "57,100,57",
        "33.333333333333336,3,1",
        "12.345,1000,123.45",
        "100,4000,4000",
        "-5,200,-10"
    })
    void shouldGiveWholePixels_whenThePercentsComeFromThem(String percent, int size, double px) {
        String result = SQUARE.replace("[10, 20]", "[" + percent + ", " + percent + "]")
                .replace("200", Integer.toString(size))
                .replace(": 100,", ": " + size + ",");
        ImageReplaced event = (ImageReplaced)
                read(payload("ANNOTATION_CREATED", result)).events().get(0);
        Polygons polygon = (Polygons) event.annotations().get(0).segmentation();
        assertThat(Arrays.copyOf(polygon.coordinates(), 2)).containsExactly(px, px);
    }

    @Test
    void shouldDecodeBrushes_whenMasksAreMixedWithPolygons() {
        boolean[] pixels = {false, true, true, false, true, false};
        String brush = """
                {"type": "brushlabels", "id": "b1", "original_width": 3, "original_height": 2,
                 "value": {"format": "rle", "rle": %s, "brushlabels": ["Cat"]}}
                """.formatted(Arrays.toString(Masks.brush(pixels, 255)));
        String polygon = SQUARE.replace("200", "3").replace(": 100", ": 2");
        ImageReplaced event = (ImageReplaced) read(payload("ANNOTATION_CREATED", brush + "," + polygon))
                .events()
                .get(0);
        assertThat(event.annotations()).extracting(Annotation::category).containsExactly("Cat", "Car");
        assertThat(event.annotations().get(0).segmentation()).isEqualTo(new Rle(2, 3, new int[] {2, 3, 1}));
    }

    @Test
    void shouldTakeRegionsOfTheLabelsTag_whenTheyHaveAMask() {
        String result = SQUARE.replace("polygonlabels", "labels");
        ImageReplaced event = (ImageReplaced)
                read(payload("ANNOTATION_CREATED", result)).events().get(0);
        assertThat(event.annotations()).extracting(Annotation::category).containsExactly("Car");
    }

    @ParameterizedTest
    @CsvSource({"item_index: 1, image[1]", "to_name: other, other"})
    void shouldTakeTheFirstPictureOnly_whenATaskHasSeveralOfOneSize(String change, String shown) {
        String second = SQUARE.replace("Dx_aB9", "b");
        second = change.startsWith("to")
                ? second.replace("\"to_name\": \"image\"", "\"to_name\": \"other\"")
                : second.replace("\"image_rotation\": 0", "\"item_index\": 1");
        String first = SQUARE.replace("\"image_rotation\": 0", "\"item_index\": 0");
        WebhookEvents events = read(payload("ANNOTATION_CREATED", first + "," + second));
        assertThat(((ImageReplaced) events.events().get(0)).annotations())
                .extracting(Annotation::id)
                .containsExactly("7/Dx_aB9");
        assertThat(events.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.what()).isEqualTo("result \"b\"");
            assertThat(skipped.why())
                    .endsWith("it is on \"" + shown + "\", the first of the annotation on \"image\";"
                            + " a task must have one image");
        });
    }

    @Test
    void shouldReplaceSeveralImages_whenTheyComeTogether() {
        String payload = """
                {"action": "ANNOTATIONS_CREATED", "project": 3,
                 "annotation": [{"id": 1, "task": 10, "result": [%1$s]}, {"id": 2, "task": 11, "result": [%1$s]}],
                 "task": [{"id": 11, "data": {"img": "s3://bucket/11.png"}}, {"id": 10, "data": {}}]}
                """.formatted(SQUARE);
        assertThat(read(payload).events())
                .extracting(event -> ((ImageReplaced) event).image())
                .containsExactly(Image.of("10", 200, 100), new Image("11", 200, 100, "s3://bucket/11.png", null));
        assertThat(read(payload).events()).allMatch(event -> event.version().isEmpty());
    }

    @Test
    void shouldCountAndLeaveOut_whenResultsHaveNoMask() {
        String point = """
                {"type": "keypointlabels", "id": "k", "original_width": 200, "original_height": 100,
                 "value": {"x": 1, "y": 2, "keypointlabels": ["Nose"], "points": "none", "rle": {"a": [1]}}}
                """;
        String choice = "{\"type\": \"choices\", \"value\": {\"choices\": [\"x\"]}}";
        WebhookEvents events =
                read(payload("ANNOTATION_CREATED", point + "," + point + "," + choice + "," + SQUARE + ",{}"));
        assertThat(events.instances()).isEqualTo(1);
        assertThat(events.skippedCount()).isEqualTo(2);
        assertThat(events.skipped())
                .containsExactly(
                        new Skipped("1 of type (none)", NOT_SUPPORTED),
                        new Skipped("1 of type keypointlabels", NOT_SUPPORTED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "Dx_aB9"                   | null            | result without id  | id is missing
            ["Car", "Red"]             | []              | result "Dx_aB9"    | value.polygonlabels is missing
            [10, 20],                  | [10],           | result "Dx_aB9"    | a point [x, y] in percent
            [10, 20],                  | [10, NaN],      | result "Dx_aB9"    | a point [x, y] in percent
            [10, 20],                  | [1e300, 1],     | result "Dx_aB9"    | between -1.6777216E7
            [10, 20],                  | [1, 2, 3],      | result "Dx_aB9"    | the end of a point
            "original_width": 200      | "original_width": 0.5 | result "Dx_aB9" | a whole number of pixels
            """)
    void shouldLeaveOutWithAReason_whenAResultIsWrong(String part, String wrong, String what, String why) {
        String payload = payload("ANNOTATION_CREATED", SQUARE.replace(part, wrong) + "," + SQUARE.replace("Dx_", "E"));
        WebhookEvents events = read(payload);
        assertThat(events.instances()).isEqualTo(1);
        assertThat(events.skipped()).hasSize(1);
        assertThat(events.skipped().get(0).what()).isEqualTo(what);
        assertThat(events.skipped().get(0).why()).contains(why);
    }

    @Test
    void shouldLeaveOut_whenAnIdComesTwiceOrTheImageIsAnother() {
        String other = SQUARE.replace("200", "300").replace("Dx_", "E");
        WebhookEvents events = read(payload("ANNOTATION_CREATED", SQUARE + "," + SQUARE + "," + other));
        assertThat(events.instances()).isEqualTo(1);
        assertThat(events.skipped())
                .extracting(Skipped::why)
                .satisfiesExactly(
                        twice -> assertThat(twice).contains("its id is given twice"),
                        size -> assertThat(size).contains("300 x 100 px, the first of the annotation 200 x 100"));
    }

    @Test
    void shouldTakeAllInstancesAway_whenTheSubmissionIsEmptied() {
        assertThat(read(payload("ANNOTATION_UPDATED", "")).events())
                .containsExactly(new ImageDeleted("label-studio-project-3", VERSION, "42"));
    }

    @Test
    void shouldChangeNothing_whenTheSubmissionWasCancelled() {
        WebhookEvents events = read(
                payload("ANNOTATION_CREATED", SQUARE).replace("\"was_cancelled\": false", "\"was_cancelled\": true"));
        assertThat(events.events()).isEmpty();
        assertThat(events.skipped()).containsExactly(new Skipped("annotation 7", "it was skipped (was_cancelled)"));
    }

    @Test
    void shouldDeleteImages_whenTasksAreDeleted() {
        assertThat(read("{\"action\":\"TASKS_DELETED\",\"tasks\":[{\"id\":1},{\"id\":2}],\"project\":{\"id\":\"a b\"}}")
                        .events())
                .containsExactly(
                        new ImageDeleted("label-studio-project-a-b", OptionalLong.empty(), "1"),
                        new ImageDeleted("label-studio-project-a-b", OptionalLong.empty(), "2"));
    }

    @Test
    void shouldSayWhatToDo_whenOnlySubmissionsAreDeleted() {
        WebhookEvents events =
                read("{\"action\":\"ANNOTATIONS_DELETED\",\"annotations\":[{\"id\":1}],\"project\":{\"id\":1}}");
        assertThat(events.events()).isEmpty();
        assertThat(events.skippedCount()).isEqualTo(1);
        assertThat(events.notes()).singleElement().asString().contains("delete its task");
    }

    @Test
    void shouldDoNothing_whenTheActionIsAboutSomethingElse() {
        WebhookEvents events = read("{\"action\":\"PROJECT_UPDATED\",\"project\":{\"id\":1}}");
        assertThat(events.events()).isEmpty();
        assertThat(events.notes()).containsExactly("Nothing to do: PROJECT_UPDATED changes no annotation.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                    | MISSING_FIELD | action is missing
            {"action": "ANNOTATION_CREATED", "project": 1}        | MISSING_FIELD | set the webhook to send its payload
            {"action": "TASKS_DELETED", "project": 1}             | MISSING_FIELD | set the webhook to send its payload
            {"action": "ANNOTATION_CREATED", "annotation": {"task": 1}} | MISSING_FIELD | ?dataset=NAME
            {"action": "ANNOTATION_CREATED", "annotation": 5}     | BAD_FIELD     | annotation is 5; it must be an object
            {"action": ["x"]}                                     | BAD_FIELD     | action is an array
            [1]                                                   | NOT_JSON      | it is an array
            ''                                                    | NOT_JSON      | it is empty
            {} {}                                                 | NOT_JSON      | more follows
            {"action": "x"                                        | NOT_JSON      | ends too early
            """)
    void shouldReject_whenThePayloadIsNone(String payload, Reason reason, String message) {
        assertThatThrownBy(() -> read(payload))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    @Test
    void shouldKeepTheAnswerShort_whenAllIsWrong() {
        String bad = "{\"type\": \"polygonlabels\"},";
        StringBuilder results = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            results.append(bad)
                    .append("{\"type\": \"ellipse\", \"id\": ")
                    .append(i)
                    .append("},");
        }
        WebhookEvents events = read(payload("ANNOTATION_CREATED", results + SQUARE));
        assertThat(events.skipped()).hasSize(100);
        assertThat(events.skippedCount()).isEqualTo(2000);
        assertThat(events.instances()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldLeaveAllOutInLinearTime_whenTasksAndSubmissionsAreMany(int bytesEach) {
        String many = "{}" + ",{}".repeat((1 << 20) / bytesEach);
        WebhookEvents events = read("{\"action\":\"ANNOTATIONS_CREATED\",\"project\":1,\"annotation\":[" + many
                + "],\"task\":[" + many + "]}");
        assertThat(events.events()).isEmpty();
        assertThat(events.skippedCount()).isEqualTo(1 + (1 << 20) / bytesEach);
    }

    private static String payload(String action, String results) {
        return """
                {"action": "%s",
                 "annotation": {"id": 7, "completed_by": 1, "result": [%s], "was_cancelled": false, "ground_truth": false,
                                "created_at": "2026-03-01T10:00:00.000001Z", "updated_at": "2026-03-01T10:20:30.123456Z",
                                "task": 42},
                 "task": {"id": 42, "data": {"text": [1], "image": "https://pictures.example/1.jpg"}, "meta": {}},
                 "project": {"id": 3, "title": "Cars", "label_config": "<View/>"}}
                """.formatted(action, results);
    }

    private WebhookEvents read(String payload) {
        return webhook.read(bytes(payload), Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
