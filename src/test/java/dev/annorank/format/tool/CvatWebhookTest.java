package dev.annorank.format.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.format.tool.CvatWebhook.Notice;
import dev.annorank.format.tool.WebhookEvents.Skipped;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CvatWebhookTest {
    private static final OptionalLong VERSION =
            OptionalLong.of(Instant.parse("2026-03-01T10:20:30.123Z").toEpochMilli());
    private static final String JOB = """
            {"url": "http://cvat/api/jobs/5", "id": 5, "task_id": 9, "project_id": 2, "type": "annotation", "mode": "annotation",
             "start_frame": 10, "stop_frame": 12, "updated_date": "2026-03-01T10:20:30.123456Z", "state": "completed"}
            """;
    private static final String META = """
            {"size": 3, "start_frame": 10, "stop_frame": 12, "included_frames": null, "deleted_frames": [11], "frames": [
              {"width": 8, "height": 6, "name": "a.jpg"}, {"width": 8, "height": 6, "name": "b.jpg"},
              {"width": 4, "height": 3, "name": "c/c.jpg", "related_files": 0}]}
            """;
    private static final String LABELS = """
            {"count": 2, "next": null, "previous": null, "results": [{"id": 1, "name": "cat", "sublabels": [{"id": 7}]},
              {"id": 2, "name": "dog"}]}
            """;

    private final CvatWebhook webhook = new CvatWebhook(1 << 20, 1 << 16);

    @Test
    void shouldReplaceEveryFrame_whenAJobChanged() {
        WebhookEvents events = convert("""
                {"id": 21, "type": "polygon", "frame": 10, "label_id": 2, "group": 0, "points": [1.5, 2, 5, 2, 5, 4],
                 "occluded": false, "z_order": 0, "rotation": 0.0, "attributes": [], "elements": []}
                """);
        Annotation dog = new Annotation("21", "dog", Polygons.of(1.5, 2, 5, 2, 5, 4), false);
        assertThat(events.events())
                .containsExactly(
                        new ImageReplaced(
                                "cvat-project-2", VERSION, new Image("9/10", 8, 6, "a.jpg", null), List.of(dog)),
                        new ImageDeleted("cvat-project-2", VERSION, "9/11"),
                        new ImageReplaced(
                                "cvat-project-2", VERSION, new Image("9/12", 4, 3, "c/c.jpg", null), List.of()));
        assertThat(events.skippedCount()).isZero();
    }

    @Test
    void shouldPutTheBoxWhereItIs_whenAMaskIsSmallerThanItsImage() {
        // Rows 1 and 2, columns 1 to 2 of 4 x 3 px: box rows ".#" and "##".
        assertThat(masks(12, "1, 3, 1, 1, 2, 2")).isEqualTo(new Rle(3, 4, new int[] {5, 1, 1, 2, 3}));
        assertThat(masks(12, "0, 1, 3, 2, 3, 2")).isEqualTo(new Rle(3, 4, new int[] {11, 1}));
        assertThat(masks(12, "0, 12, 0.0, 0.0, 3.0, 2.0")).isEqualTo(new Rle(3, 4, new int[] {0, 12}));
    }

    @Test
    void shouldGiveTheMaskBack_whenItWasCutToABox() {
        long seed = 81;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int width = 1 + random.nextInt(12);
            int height = 1 + random.nextInt(12);
            boolean[] pixels = Masks.random(width, height, random);
            int left = random.nextInt(width);
            int right = left + random.nextInt(width - left);
            int top = random.nextInt(height);
            int bottom = top + random.nextInt(height - top);
            double[] points = Masks.cvat(pixels, width, left, top, right, bottom).stream()
                    .mapToDouble(Integer::doubleValue)
                    .toArray();
            for (int i = 0; i < pixels.length; i++) {
                int x = i % width;
                int y = i / width;
                pixels[i] &= x >= left && x <= right && y >= top && y <= bottom;
            }
            CvatMask mask = new CvatMask(Image.of("1", width, height), 1 << 10);
            mask.add(points);
            assertThat(mask.united(1 << 20))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(Masks.rle(pixels, width, height));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1, 3, 1, 1, 2, 3          | points[5] is 3.0; the box must be within the image, 0 to 2
            1, 3, 1, 1, 4, 2          | points[4] is 4.0; the box must be within the image, 0 to 3
            1, 3, -1, 1, 2, 2         | points[2] is -1.0; the box must be within the image, 0 to 3
            1, 3, 1, 1, 3, 2          | points fill 4 of the 6 px of the box
            1, 3, 1, 1, 1, 2          | points[1] is 3.0; a run of the box of 1 x 2 px
            1, 3, 2, 1, 1, 2          | points ends with a box of 0 x 2 px
            1, 2.5, 1, 1, 2, 2        | points[1] is 2.5; a run
            1, 3, 1, 1, 2.5, 2        | points[4] is 2.5; the box
            1, -1, 4, 1, 1, 2, 2      | points[1] is -1.0; a run
            0, 0, 3, 2                | points has 4 numbers
            1e300, 1e300, 0, 0, 3, 2  | points[0] is 1.0E300; a run
            1, "a", 0, 0, 3, 2        | it must be a number
            """)
    void shouldLeaveOutWithAReason_whenAMaskIsWrong(String points, String why) {
        WebhookEvents events = convert(shape(31, "mask", 12, 1, 0, points));
        assertThat(events.instances()).isZero();
        assertThat(events.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.what()).isEqualTo("shape 31 of frame 12");
            assertThat(skipped.why()).contains(why);
        });
        assertThat(events.events()).extracting(AnnotationEvent::imageId).containsExactly("9/10", "9/11");
        assertThat(events.notes()).containsExactly("Image 9/12 stays as it was: none of its shapes can be used.");
    }

    @Test
    void shouldMakeOneInstance_whenShapesShareGroupAndLabel() {
        WebhookEvents events = convert(String.join(
                ",",
                shape(1, "polygon", 10, 1, 7, "0, 0, 1, 0, 1, 1"),
                shape(2, "polygon", 10, 2, 7, "2, 2, 3, 2, 3, 3"),
                shape(3, "polygon", 10, 1, 7, "4, 4, 5, 4"),
                shape(4, "polygon", 10, 1, 0, "0, 0, 2, 2"),
                shape(5, "polygon", 10, 1, 0, "0, 0, 3, 3"),
                shape(6, "mask", 12, 1, 7, "0, 1, 0, 0, 0, 0"),
                shape(7, "mask", 12, 1, 7, "0, 4, 0, 0, 3, 0")));
        List<Annotation> first = ((ImageReplaced) events.events().get(0)).annotations();
        assertThat(first).extracting(Annotation::id).containsExactly("1", "2", "4", "5");
        assertThat(first.get(0).segmentation())
                .isEqualTo(new Polygons(new double[] {0, 0, 1, 0, 1, 1, 4, 4, 5, 4}, new int[] {6, 10}));
        List<Annotation> last = ((ImageReplaced) events.events().get(2)).annotations();
        assertThat(last)
                .containsExactly(
                        new Annotation("6", "cat", new Rle(3, 4, new int[] {0, 1, 2, 1, 2, 1, 2, 1, 2}), false));
        assertThat(events.skippedCount()).isZero();
    }

    @Test
    void shouldLeaveOut_whenAGroupIsMixedOrALabelIsUnknownOrAFrameIsNotOfTheJob() {
        WebhookEvents events = convert(String.join(
                ",",
                shape(1, "polygon", 12, 1, 7, "0, 0, 1, 0, 1, 1"),
                shape(2, "mask", 12, 1, 7, "0, 1, 0, 0, 0, 0"),
                shape(3, "polygon", 12, 99, 0, "0, 0, 1, 0, 1, 1"),
                shape(4, "polygon", 13, 1, 0, "0, 0, 1, 0, 1, 1"),
                shape(5, "rectangle", 12, 1, 0, "0, 0, 1, 1")));
        assertThat(((ImageReplaced) events.events().get(2)).annotations())
                .extracting(Annotation::id)
                .containsExactly("1");
        assertThat(events.skipped())
                .extracting(Skipped::why)
                .satisfiesExactly(
                        type -> assertThat(type).contains("only polygons and masks"),
                        frame -> assertThat(frame).contains("not one of job 5"),
                        group -> assertThat(group).contains("a mask of group 7, which begins with a polygon"),
                        label -> assertThat(label).contains("label_id 99"));
    }

    @Test
    void shouldUseTheOneSize_whenTheJobIsAVideo() {
        String meta = "{\"frames\": [{\"width\": 8, \"height\": 6, \"name\": \"v.mp4\"}], \"deleted_frames\": []}";
        WebhookEvents events = webhook.convert(
                bytes(JOB.replace("\"project_id\": 2,", "\"project_id\": null,")),
                bytes("{\"shapes\": [], \"tracks\": [{\"id\": 1, \"shapes\": []}]}"),
                bytes(meta),
                labels(),
                Optional.empty());
        assertThat(events.events()).extracting(AnnotationEvent::imageId).containsExactly("9/10", "9/11", "9/12");
        assertThat(events.events()).allMatch(event -> event.dataset().equals("cvat-task-9"));
        assertThat(events.skipped()).extracting(Skipped::what).containsExactly("1 of type track of (none)");
    }

    @Test
    void shouldLeaveTheJobOut_whenItIsAboutOtherJobsFrames() {
        WebhookEvents events = webhook.convert(
                bytes(JOB.replace("\"type\": \"annotation\"", "\"type\": \"ground_truth\"")),
                bytes("{}"),
                bytes("{}"),
                labels(),
                Optional.empty());
        assertThat(events.events()).isEmpty();
        assertThat(events.skipped()).containsExactly(new Skipped("job 5", "its type is ground_truth, not annotation"));
    }

    @Test
    void shouldNameTheJobToFetch_whenOneChanged() {
        Notice notice = notice(
                "{\"event\": \"update:job\", \"job\": {\"id\": 5, \"state\": \"completed\"}, \"webhook_id\": 1}");
        assertThat(notice.job()).isEqualTo(OptionalInt.of(5));
        assertThat(notice.events().events()).isEmpty();
        assertThat(notice("{\"event\": \"ping\", \"webhook\": {}}").job()).isEmpty();
        assertThat(notice("{\"event\": \"update:project\", \"project\": 5}")
                        .events()
                        .notes())
                .containsExactly("Nothing to do: update:project changes no annotation.");
    }

    @Test
    void shouldDeleteItsImages_whenATaskIsDeleted() {
        assertThat(notice("{\"event\": \"delete:task\", \"task\": {\"id\": 9, \"size\": 2, \"project_id\": 2}}")
                        .events()
                        .events())
                .containsExactly(
                        new ImageDeleted("cvat-project-2", OptionalLong.empty(), "9/0"),
                        new ImageDeleted("cvat-project-2", OptionalLong.empty(), "9/1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                   | event is missing
            {"event": "update:job"}                                              | job.id is missing
            {"event": "update:job", "job": 5}                                    | job is 5; it must be an object
            {"event": "update:job", "job": {"id": "../x"}}                       | job.id is "../x"
            {"event": "update:job", "job": {"id": 1e99}}                         | job.id is 1e99
            {"event": "delete:task", "task": {"id": 1, "size": 2000000000}}      | task.size is 2000000000
            """)
    void shouldReject_whenThePayloadIsNone(String payload, String message) {
        assertThatThrownBy(() -> notice(payload))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "stop_frame": 12  | "stop_frame": 9          | frames are 10 to 9
            "stop_frame": 12  | "stop_frame": 2000000000 | frames are 10 to 2000000000
            "updated_date"    | "updated"                | updated_date is missing
            "task_id"         | "task"                   | task_id is missing
            """)
    void shouldReject_whenTheJobMakesNoSense(String part, String wrong, String message) {
        assertThatThrownBy(() -> webhook.convert(
                        bytes(JOB.replace(part, wrong)), bytes("{}"), bytes(META), labels(), Optional.empty()))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining(message);
    }

    private Rle masks(int frame, String points) {
        WebhookEvents events = convert(shape(31, "mask", frame, 1, 0, points));
        assertThat(events.skipped()).isEmpty();
        ImageReplaced event = (ImageReplaced) events.events().get(frame - 10);
        return (Rle) event.annotations().get(0).segmentation();
    }

    private static String shape(int id, String type, int frame, int label, int group, String points) {
        return "{\"type\": \"" + type + "\", \"points\": [" + points + "], \"id\": " + id + ", \"frame\": " + frame
                + ", \"label_id\": " + label + ", \"group\": " + group + "}";
    }

    private WebhookEvents convert(String shapes) {
        String annotations = "{\"version\": 0, \"tags\": [], \"shapes\": [" + shapes + "], \"tracks\": []}";
        return webhook.convert(bytes(JOB), bytes(annotations), bytes(META), labels(), Optional.empty());
    }

    private Notice notice(String payload) {
        return webhook.read(bytes(payload), Optional.empty());
    }

    private static CvatLabels labels() {
        CvatLabels labels = new CvatLabels();
        assertThat(labels.add(bytes(LABELS))).isFalse();
        return labels;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
