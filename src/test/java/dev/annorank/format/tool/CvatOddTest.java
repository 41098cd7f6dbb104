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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CVAT's API answers that is out of the ordinary. */
class CvatOddTest {
    private static final String JOB = """
            {"id": 5, "task_id": 9, "project_id": 2, "type": "annotation", "start_frame": 10, "stop_frame": 13,
             "updated_date": "2026-03-01T10:20:30Z"}
            """;
    private static final String FRAME = "{\"width\": 8, \"height\": 6, \"name\": \"a.jpg\"}";
    private static final String META = "{\"frames\": [" + FRAME + "," + FRAME + "," + FRAME + "," + FRAME + "]}";
    private static final String LABELS = "{\"next\": null, \"results\": [{\"id\": 1, \"name\": \"cat\"}]}";
    private static final String SHAPE = """
            {"id": 21, "type": "polygon", "frame": 10, "label_id": 1, "group": 0, "points": [1, 2, 5, 2, 5, 4]}
            """;

    private final CvatWebhook webhook = new CvatWebhook(1 << 20, 1 << 16);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"width": null, "height": null, "name": "b"} | width is missing
            {"width": 8, "name": "b"}                    | height is missing
            {"width": 0, "height": 6}                    | width is 0
            {"width": [8], "height": 6}                  | width is an array
            null                                         | it must be an object
            """)
    void shouldSendTheOtherFrames_whenOneHasNoSize(String frame, String why) {
        String meta = "{\"frames\": [" + FRAME + "," + frame + "," + FRAME + "," + FRAME + "]}";
        WebhookEvents events = convert(JOB, "{\"shapes\": [" + SHAPE + "]}", meta, LABELS);
        assertThat(events.events()).extracting(AnnotationEvent::imageId).containsExactly("9/10", "9/12", "9/13");
        assertThat(events.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.what()).isEqualTo("frame 11");
            assertThat(skipped.why()).contains(why).endsWith("the image stays as it was");
        });
    }

    @Test
    void shouldSendTheKnownFrames_whenOthersAreNotDescribed() {
        String meta = "{\"frames\": [" + FRAME + "," + FRAME + "]}";
        WebhookEvents events = convert(JOB, "{\"shapes\": []}", meta, LABELS);
        assertThat(events.events()).extracting(AnnotationEvent::imageId).containsExactly("9/10", "9/11");
        assertThat(events.skipped()).extracting(Skipped::what).containsExactly("frame 12", "frame 13");
        assertThatThrownBy(() -> convert(JOB, "{\"shapes\": []}", "{\"frames\": []}", LABELS))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("frames is missing");
    }

    @Test
    void shouldReject_whenTheAnnotationsAreNoneAtAll() {
        assertThatThrownBy(() -> convert(JOB, "{}", META, LABELS))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("shapes is missing");
    }

    @Test
    void shouldDeleteImages_whenTheirFramesAreDeleted() {
        String meta = META.replace("]}", "], \"deleted_frames\": [11, 12.0]}");
        assertThat(convert(JOB, "{\"shapes\": []}", meta, LABELS).events().subList(1, 3))
                .allMatch(ImageDeleted.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "id": 21      | "id": 21.0
            "id": 21      | "id": "21"
            "frame": 10   | "frame": 10.0
            "label_id": 1 | "label_id": "1"
            "group": 0    | "group": null
            "group": 0    | "attributes": [{}], "source": 5, "outside": 0
            [1, 2,        | [1.0, "2",
            """)
    void shouldUnderstand_whenTheMeaningIsClear(String part, String written) {
        WebhookEvents events = convert(JOB, "{\"shapes\": [" + SHAPE.replace(part, written) + "]}", META, LABELS);
        assertThat(events.skipped()).isEmpty();
        assertThat(of(events, 0)).containsExactly(new Annotation("21", "cat", Polygons.of(1, 2, 5, 2, 5, 4), false));
    }

    @Test
    void shouldUseTheRest_whenAShapeIsWrong() {
        String shapes = String.join(
                ",",
                "null",
                "5",
                SHAPE.replace("\"frame\": 10", "\"frame\": -1").replace("21", "22"),
                SHAPE.replace("[1, 2,", "[1,").replace("21", "23"),
                SHAPE.replace("\"label_id\": 1", "\"label_id\": {}").replace("21", "24"),
                SHAPE);
        WebhookEvents events = convert(JOB, "{\"shapes\": [" + shapes + "]}", META, LABELS);
        assertThat(of(events, 0)).extracting(Annotation::id).containsExactly("21");
        assertThat(events.skipped())
                .extracting(Skipped::what)
                .containsExactly("one shape", "one shape", "shape 22", "shape 23 of frame 10", "shape 24 of frame 10");
    }

    @Test
    void shouldUseTheRestOfAGroup_whenAPartIsWrong() {
        String grouped = SHAPE.replace("\"group\": 0", "\"group\": 7");
        String shapes = String.join(
                ",",
                grouped.replace("[1, 2, 5, 2, 5, 4]", "[]").replace("21", "20"),
                grouped,
                grouped.replace("[1, 2,", "[1,").replace("21", "22"),
                grouped.replace("[1, 2,", "[2, 2,").replace("21", "23"));
        WebhookEvents events = convert(JOB, "{\"shapes\": [" + shapes + "]}", META, LABELS);
        assertThat(of(events, 0))
                .containsExactly(new Annotation(
                        "20",
                        "cat",
                        new Polygons(new double[] {1, 2, 5, 2, 5, 4, 2, 2, 5, 2, 5, 4}, new int[] {6, 12}),
                        false));
        assertThat(events.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.what()).isEqualTo("shape 22 of frame 10, a part of instance 20");
            assertThat(skipped.why()).contains("odd number of coordinates: 5");
        });
    }

    @Test
    void shouldUseTheRestOfAGroup_whenAMaskIsWrong() {
        String mask = SHAPE.replace("polygon", "mask").replace("\"group\": 0", "\"group\": 7");
        String shapes = String.join(
                ",",
                mask.replace("[1, 2, 5, 2, 5, 4]", "[0, 1, 2, 1, 0, 0, 1, 9]"),
                mask.replace("[1, 2, 5, 2, 5, 4]", "[0, 1, 2, 1, 0, 0, 0, 0]").replace("21", "22"),
                mask.replace("[1, 2, 5, 2, 5, 4]", "[0, 1, 7, 5, 7, 5]").replace("21", "23"));
        WebhookEvents events = convert(JOB, "{\"shapes\": [" + shapes + "]}", META, LABELS);
        assertThat(of(events, 0)).containsExactly(new Annotation("21", "cat", new Rle(6, 8, new int[] {47, 1}), false));
        assertThat(events.skipped())
                .extracting(Skipped::what)
                .containsExactly(
                        "shape 21 of frame 10, a part of instance 21", "shape 22 of frame 10, a part of instance 21");
    }

    @Test
    void shouldLeaveTheImageAsItWas_whenNoneOfItsMasksCanBeUsed() {
        String shapes = SHAPE.replace("[1, 2,", "[1,") + ","
                + SHAPE.replace("polygon", "rectangle").replace("\"frame\": 10", "\"frame\": 11");
        WebhookEvents events = convert(JOB, "{\"shapes\": [" + shapes + "]}", META, LABELS);
        assertThat(events.events()).extracting(AnnotationEvent::imageId).containsExactly("9/11", "9/12", "9/13");
        assertThat(of(events, 0)).isEmpty();
        assertThat(events.notes()).containsExactly("Image 9/10 stays as it was: none of its shapes can be used.");
        assertThat(events.skipped()).extracting(Skipped::why).first().asString().startsWith("not supported");
    }

    @Test
    void shouldReadKeyframesUpToTheEnd_whenPolygonsAndMasksAreTracked() {
        String tracks = """
                {"id": 3, "frame": 10, "label_id": 1, "group": 0, "attributes": [], "shapes": [
                  {"id": 1, "type": "polygon", "frame": 10, "outside": false, "points": [1, 2, 5, 2, 5, 4]},
                  {"id": 2, "type": "polygon", "frame": 12, "outside": true, "points": [1, 2, 5, 2, 5, 4]}]},
                {"id": 4, "label_id": 1, "shapes": [
                  {"id": 9, "type": "mask", "frame": 13, "outside": false, "points": [0, 1, 7, 5, 7, 5]}]},
                {"id": 5, "label_id": 1, "shapes": [
                  {"id": 7, "type": "rectangle", "frame": 13, "points": [0, 1, 7, 5]}]}
                """;
        WebhookEvents events =
                convert(JOB, "{\"shapes\": [" + SHAPE + "], \"tracks\": [" + tracks + "]}", META, LABELS);
        assertThat(of(events, 0)).extracting(Annotation::id).containsExactly("21", "track-3");
        assertThat(of(events, 1)).isEmpty();
        assertThat(of(events, 2)).isEmpty();
        assertThat(of(events, 3))
                .containsExactly(new Annotation("track-4", "cat", new Rle(6, 8, new int[] {47, 1}), false));
        // Track 3 on frame 11; frame 12 is its end.
        assertThat(events.notes()).singleElement().asString().contains(" 1 more that CVAT shows");
        assertThat(events.skipped())
                .containsExactly(
                        new Skipped("1 of type track of rectangle", "not supported; only polygons and masks are used"));
    }

    @Test
    void shouldMakeOneInstance_whenATrackIsOfAGroup() {
        String track = "{\"id\": 3, \"label_id\": 1, \"group\": 7, \"shapes\": ["
                + "{\"type\": \"polygon\", \"frame\": 10, \"points\": [0, 0, 1, 0, 1, 1]}]}";
        String shape = SHAPE.replace("\"group\": 0", "\"group\": 7");
        WebhookEvents events = convert(JOB, "{\"tracks\": [" + track + "], \"shapes\": [" + shape + "]}", META, LABELS);
        assertThat(of(events, 0)).hasSize(1);
    }

    @Test
    void shouldLeaveOutItsShapesOnly_whenALabelIsWrong() {
        String labels = LABELS.replace("[{", "[null, {\"id\": \"x\", \"name\": \"dog\"}, {\"id\": 2, \"name\": []}, {");
        String other = SHAPE.replace("\"label_id\": 1", "\"label_id\": 2").replace("21", "22");
        WebhookEvents events = convert(JOB, "{\"shapes\": [" + SHAPE + "," + other + "]}", META, labels);
        assertThat(of(events, 0)).extracting(Annotation::id).containsExactly("21");
        assertThat(events.skipped())
                .extracting(Skipped::why)
                .singleElement()
                .asString()
                .contains("label_id 2");
    }

    private static List<Annotation> of(WebhookEvents events, int event) {
        return ((ImageReplaced) events.events().get(event)).annotations();
    }

    private WebhookEvents convert(String job, String annotations, String meta, String labelPage) {
        CvatLabels labels = new CvatLabels();
        labels.add(bytes(labelPage));
        return webhook.convert(bytes(job), bytes(annotations), bytes(meta), labels, Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
