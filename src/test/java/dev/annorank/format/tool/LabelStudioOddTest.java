package dev.annorank.format.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.format.tool.WebhookEvents.Skipped;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Label Studio and those who write in its format post that is out of the ordinary. */
class LabelStudioOddTest {
    private static final String POLYGON = """
            {"id": "p", "type": "polygonlabels", "to_name": "image", "original_width": 200, "original_height": 100,
             "value": {"points": [[10, 20], [30, 20], [30, 60]], "polygonlabels": ["Car"]}}
            """;
    private static final String CHOICE = "{\"id\": \"c\", \"type\": \"choices\", \"value\": {\"choices\": [\"day\"]}}";
    private static final String BOX = """
            {"id": "r", "type": "rectanglelabels", "original_width": 200, "original_height": 100,
             "value": {"x": 1, "y": 2, "width": 3, "height": 4, "rotation": 45, "rectanglelabels": ["Car"]}}
            """;

    private final LabelStudioWebhook webhook = new LabelStudioWebhook(1 << 20, 1 << 16);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "original_width": 200 | "original_width": "200"
            "original_width": 200 | "original_width": 200.0
            "original_width": 200 | "original_width": 2e2
            [10, 20]              | ["10", 20.0]
            ["Car"]               | "Car"
            ["Car"]               | [null, "Car"]
            "to_name": "image"    | "image_rotation": {"a": [1]}
            "to_name": "image"    | "to_name": null
            "to_name": "image"    | "origin": [[1]], "meta": {}, "score": NaN
            "points"              | "rle": null, "format": 5, "imageDataURL": null, "points"
            "points"              | "rle": "none", "points"
            """)
    void shouldUnderstand_whenTheMeaningIsClear(String part, String written) {
        WebhookEvents events = read(POLYGON.replace(part, written));
        assertThat(events.skipped()).isEmpty();
        assertThat(annotations(events))
                .containsExactly(new Annotation("7/p", "Car", Polygons.of(20, 20, 60, 20, 60, 60), false));
    }

    @Test
    void shouldTakeWholeNumbers_whenIdsAreFloats() {
        String payload = payload(POLYGON.replace("\"id\": \"p\"", "\"id\": 3.0"))
                .replace("\"id\": 7", "\"id\": 7.0")
                .replace("\"task\": 42", "\"task\": 42.0")
                .replace("{\"id\": 42,", "{\"id\": 42.0,")
                .replace("{\"id\": 3}", "{\"id\": 3.0}");
        AnnotationEvent event = readAll(payload).events().get(0);
        assertThat(event.imageId()).isEqualTo("42");
        assertThat(event.dataset()).isEqualTo("label-studio-project-3");
        assertThat(((ImageReplaced) event).image().url()).isEqualTo("http://x/1.jpg");
        assertThat(((ImageReplaced) event).annotations())
                .extracting(Annotation::id)
                .containsExactly("7/3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T12:00:01.500000Z",
                "2026-01-31T12:00:01.500000",
                "2026-01-31T12:00:01.5+00:00",
                "2026-01-31T12:00:01.5+0000",
                "2026-01-31 12:00:01.500000",
                "2026-01-31 12:00:01.500000+00:00",
                "2026-01-31T13:00:01.5+01:00",
            })
    void shouldReadTheTime_whenItIsWrittenInOtherForms(String time) {
        assertThat(readAll(payload(POLYGON).replace("2026-03-01T10:20:30Z", time))
                        .events()
                        .get(0)
                        .version())
                .hasValue(Instant.parse("2026-01-31T12:00:01.5Z").toEpochMilli());
    }

    @Test
    void shouldLeaveTheImageAsItWas_whenNothingCanBeUsed() {
        for (String results : List.of(
                POLYGON.replace("[10, 20]", "[]"),
                POLYGON.replace("[[10, 20], [30, 20], [30, 60]]", "[]"),
                POLYGON.replace("\"polygonlabels\": [\"Car\"]", "\"polygonlabels\": []"),
                BOX,
                "null",
                "5",
                "{}")) {
            WebhookEvents events = read(results);
            assertThat(events.events()).as(results).isEmpty();
            assertThat(events.skippedCount()).as(results).isEqualTo(1);
            assertThat(events.notes()).as(results).singleElement().asString().startsWith("Image 42 stays as it was");
        }
    }

    @Test
    void shouldLeaveTheImageAsItWasWithoutAProblem_whenThereAreChoicesOnly() {
        WebhookEvents events = read(CHOICE);
        assertThat(events.events()).isEmpty();
        assertThat(events.skippedCount()).isZero();
        assertThat(events.notes()).singleElement().asString().contains("empty the annotation and update it");
    }

    @Test
    void shouldCountNoProblem_whenResultsAreNotDrawn() {
        String text = "{\"id\": \"p\", \"type\": \"textarea\", \"value\": {\"x\": 1, \"y\": 1, \"text\": [\"a\"]}}";
        String relation = "{\"type\": \"relation\", \"from_id\": \"p\", \"to_id\": \"q\", \"direction\": \"right\"}";
        WebhookEvents events = read(POLYGON + "," + CHOICE + "," + text + "," + relation);
        assertThat(events.instances()).isEqualTo(1);
        assertThat(events.skippedCount()).isZero();
        assertThat(events.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rectanglelabels", "rectangle", "ellipselabels", "ellipse", "keypointlabels", "vectorlabels"})
    void shouldSayNotSupported_whenAShapeIsNoOutline(String type) {
        WebhookEvents events = read(POLYGON + "," + BOX.replace("rectanglelabels", type));
        assertThat(events.instances()).isEqualTo(1);
        assertThat(events.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.what()).isEqualTo("1 of type " + type);
            assertThat(skipped.why()).startsWith("not supported").doesNotContain("no mask");
        });
    }

    @Test
    void shouldTakeARegionOnce_whenItsLabelsAreAnEntryOfTheirOwn() {
        String shape = POLYGON.replace("polygonlabels\"", "polygon\"").replace(", \"polygon\": [\"Car\"]", "");
        String labels = POLYGON.replace("polygonlabels", "labels");
        String box = BOX.replace("rectanglelabels\"", "rectangle\"").replace(", \"rectangle\": [\"Car\"]", "");
        String boxLabels = BOX.replace("rectanglelabels", "labels");
        WebhookEvents events = read(String.join(",", shape, labels, box, boxLabels));
        assertThat(annotations(events)).extracting(Annotation::category).containsExactly("Car");
        assertThat(events.skipped()).extracting(Skipped::what).containsExactly("1 of type rectangle");
        assertThat(read(shape).skipped())
                .extracting(Skipped::why)
                .containsExactly("missing-field: value.labels is missing");
    }

    @Test
    void shouldUseTheSizeOfAnotherResult_whenOneSaysNone() {
        String none = POLYGON.replace("\"original_width\": 200, \"original_height\": 100,", "")
                .replace("\"p\"", "\"q\"");
        for (String other : List.of(POLYGON, BOX)) {
            WebhookEvents events = read(none + "," + other);
            assertThat(annotations(events)).extracting(Annotation::id).contains("7/q");
        }
    }

    @Test
    void shouldReadBitmasks_whenTheyAreAsWideAsTheImage() {
        BufferedImage mask = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        mask.setRGB(1, 0, 0xFF000000);
        mask.setRGB(2, 1, 0x01FFFFFF);
        String png = LabelStudioBitmaskTest.dataUrl(mask);
        String result = """
                {"id": "m", "type": "%s", "original_width": 3, "original_height": 2,
                 "value": {"imageDataURL": "%s", "%s": ["Dog"]}}
                """;
        Annotation dog = new Annotation("7/m", "Dog", new Rle(2, 3, new int[] {2, 1, 2, 1}), false);
        assertThat(annotations(read(result.formatted("bitmasklabels", png, "bitmasklabels"))))
                .containsExactly(dog);
        assertThat(annotations(read(result.formatted("bitmask", png, "bitmasklabels"))))
                .containsExactly(dog);
        assertThat(annotations(read(result.formatted("labels", png, "labels")))).containsExactly(dog);
        String noSize = result.replace("\"original_width\": 3, \"original_height\": 2,", "");
        assertThat(annotations(read(noSize.formatted("bitmasklabels", png, "bitmasklabels"))))
                .containsExactly(dog);
    }

    @Test
    void shouldUseTheOtherSubmissions_whenOneCannotBe() {
        String payload = """
                {"action": "ANNOTATIONS_CREATED", "project": 3, "task": [{"id": 10}, null, {"id": 11}, {"id": 12}],
                 "annotation": [{"id": 1, "task": 10, "result": [%1$s]}, null, 5,
                                {"id": 2, "task": 11, "updated_at": "now", "result": [%1$s]},
                                {"id": 3, "task": 12, "result": {"a": 1}}, {"id": 4, "task": 13},
                                {"id": 5, "task": [], "result": [%1$s]}]}
                """.formatted(POLYGON);
        WebhookEvents events = readAll(payload);
        assertThat(events.events()).extracting(AnnotationEvent::imageId).containsExactly("10");
        assertThat(events.skipped())
                .extracting(Skipped::what)
                .containsExactly(
                        "one task",
                        "one annotation",
                        "one annotation",
                        "annotation 2",
                        "annotation 3",
                        "annotation 4",
                        "annotation 5");
    }

    @Test
    void shouldDeleteOnly_whenTheSubmissionIsEmpty() {
        assertThat(read("").events()).singleElement().isInstanceOf(ImageDeleted.class);
        assertThat(readAll(payload("").replace("\"result\": []", "\"x\": 1")).events())
                .isEmpty();
        assertThat(readAll(payload("").replace("\"result\": []", "\"result\": null"))
                        .events())
                .isEmpty();
    }

    @Test
    void shouldDeleteTheOtherTasks_whenOneHasNoId() {
        WebhookEvents events =
                readAll("{\"action\":\"TASKS_DELETED\",\"tasks\":[{\"id\":1},{},7,{\"id\":2.0}],\"project\":3}");
        assertThat(events.events()).extracting(AnnotationEvent::imageId).containsExactly("1", "2");
        assertThat(events.skippedCount()).isEqualTo(2);
    }

    @Test
    void shouldNotNeedTheProject_whenTheCallerNamesTheDataset() {
        byte[] payload = bytes(payload(POLYGON).replace("{\"id\": 3}", "{\"id\": [3]}"));
        assertThat(webhook.read(payload, Optional.of("taco")).events()).hasSize(1);
        assertThatThrownBy(() -> webhook.read(payload, Optional.empty()))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("project.id is an array");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANNOTATION_CREATED", "ANNOTATION_UPDATED", "ANNOTATIONS_CREATED", "TASKS_DELETED"})
    void shouldSayWhatToSet_whenTheActionComesAlone(String action) {
        assertThatThrownBy(() -> readAll("{\"action\": \"" + action + "\"}"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("set the webhook to send its payload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "90.0", "\"270\"", "-90"})
    void shouldReadTheStoredImageAndSaySo_whenItWasTurned(String degrees) {
        String turned = POLYGON.replace("\"to_name\": \"image\"", "\"image_rotation\": " + degrees);
        WebhookEvents events = read(turned);
        assertThat(annotations(events)).isEqualTo(annotations(read(POLYGON)));
        assertThat(events.notes()).singleElement().asString().contains("image_rotation");
        assertThat(read(turned.replace(degrees, "0")).notes()).isEmpty();
    }

    private static List<Annotation> annotations(WebhookEvents events) {
        assertThat(events.events()).hasSize(1);
        return ((ImageReplaced) events.events().get(0)).annotations();
    }

    private static String payload(String results) {
        return """
                {"action": "ANNOTATION_CREATED", "project": {"id": 3},
                 "annotation": {"id": 7, "result": [%s], "task": 42, "updated_at": "2026-03-01T10:20:30Z"},
                 "task": {"id": 42, "data": {"image": "http://x/1.jpg"}}}
                """.formatted(results);
    }

    private WebhookEvents read(String results) {
        return readAll(payload(results));
    }

    private WebhookEvents readAll(String payload) {
        return webhook.read(bytes(payload), Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
