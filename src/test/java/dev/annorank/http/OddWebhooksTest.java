package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annorank.format.tool.CvatSignature;
import dev.annorank.format.tool.CvatWebhook;
import dev.annorank.format.tool.LabelStudioWebhook;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What real tools post and answer, from the folder {@code annorank.data}, through the real routes. */
class OddWebhooksTest {
    private static final Path ODD = Path.of(System.getProperty("annorank.data", "../shared/data"), "odd-events");
    private static final String SECRET = "cats and dogs";

    private final SentEvents sent = new SentEvents();
    private FakeCvat cvat;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isDirectory(ODD), () -> "no odd events in " + ODD);
        cvat = new FakeCvat();
        WebhookIntake intake =
                new WebhookIntake(sent, () -> new InstanceScorer(Measure.CONTOUR, 1 << 20), 1 << 20, 1 << 20);
        CvatAccess access = new CvatAccess(cvat.url(), FakeCvat.TOKEN, SECRET);
        server = TestServer.start(
                new FakeView(),
                HttpOptions.local(),
                List.of(
                        new LabelStudioRoutes(new LabelStudioWebhook(1 << 20, 1 << 16), intake),
                        new CvatRoutes(
                                new CvatWebhook(1 << 20, 1 << 16),
                                Optional.of(access),
                                intake,
                                Duration.ofSeconds(5))));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            cvat.close();
        }
    }

    @Test
    void shouldLeaveTheImageAsItWas_whenABitmaskCannotBeRead() throws Exception {
        JsonNode body = taken(labelStudio("labelstudio_bitmask_type.json"));
        assertThat(sent.events).isEmpty();
        assertThat(body.get("skippedCount").asInt()).isEqualTo(1);
        assertThat(body.get("skipped").get(0).get("what").asText()).isEqualTo("result \"m\"");
        assertThat(body.get("skipped").get(0).get("why").asText())
                .startsWith("bad-field: value.imageDataURL holds a PNG of 8 bytes that cannot be read");
        assertThat(body.get("notes").get(0).asText()).startsWith("Image 1133 stays as it was");
    }

    @Test
    void shouldLeaveTheImageAsItWas_whenNoResultSaysItsSize() throws Exception {
        JsonNode body = taken(labelStudio("labelstudio_no_original_size.json"));
        assertThat(sent.events).isEmpty();
        assertThat(body.get("skipped").get(0).get("why").asText())
                .isEqualTo("missing-field: original_width is missing, and no other result of the annotation says the"
                        + " image's size");
        assertThat(body.get("notes").get(0).asText()).startsWith("Image 1119 stays as it was");
    }

    @Test
    void shouldSayWhatToSet_whenThereIsNoPayload() throws Exception {
        JsonNode problem = TestServer.problem(labelStudio("labelstudio_no_payload_flag.json"), 400);
        assertThat(problem.get("detail").asText()).contains("set the webhook to send its payload");
        assertThat(sent.events).isEmpty();
    }

    @Test
    void shouldReadTheStoredImage_whenItWasTurnedOnTheScreen() throws Exception {
        JsonNode body = taken(labelStudio("labelstudio_rotation_90.json"));
        assertThat(body.get("skippedCount").asInt()).isZero();
        assertThat(body.get("notes").get(0).asText()).contains("turned by 90 degrees on the screen (image_rotation)");
        assertThat(annotations(0))
                .extracting(Annotation::segmentation)
                .containsExactly(Polygons.of(20, 10, 120, 10, 80, 50));
    }

    @Test
    void shouldTakeTheTimeAsUtc_whenItHasNoOffset() throws Exception {
        JsonNode body = taken(labelStudio("labelstudio_updated_at_noZ.json"));
        assertThat(body.get("skippedCount").asInt()).isZero();
        assertThat(sent.events.get(0).version())
                .hasValue(Instant.parse("2026-01-31T12:00:01Z").toEpochMilli());
    }

    @Test
    void shouldReadTheKeyframe_whenAJobHasAPolygonTrack() throws Exception {
        cvat.answers.put("/cvat/api/jobs/5/annotations", text("cvat_annotations_polygon_track.json"));
        String frame = "{\"width\": 100, \"height\": 80, \"name\": \"a\"}";
        cvat.answers.put("/cvat/api/jobs/5/data/meta", "{\"frames\": [" + frame + "," + frame + "]}");
        JsonNode body = taken(updateJob());
        assertThat(body.get("skippedCount").asInt()).isZero();
        assertThat(body.get("notes").get(0).asText()).contains("1 more that CVAT shows");
        assertThat(annotations(0))
                .containsExactly(new Annotation("track-1", "cat", Polygons.of(10, 10, 60, 10, 40, 60), false));
        assertThat(annotations(1)).isEmpty();
    }

    @Test
    void shouldSendTheOtherFrames_whenOneHasNoSize() throws Exception {
        cvat.answers.put("/cvat/api/jobs/5/data/meta", text("cvat_meta_one_frame_without_size.json"));
        JsonNode body = taken(updateJob());
        assertThat(sent.events).extracting(AnnotationEvent::imageId).containsExactly("9/0");
        assertThat(body.get("skipped").findValuesAsText("why"))
                .contains("missing-field: width is missing; the image stays as it was");
    }

    private List<Annotation> annotations(int event) {
        return ((ImageReplaced) sent.events.get(event)).annotations();
    }

    private static JsonNode taken(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).doesNotContain("no mask");
        return TestServer.MAPPER.readTree(answer.body());
    }

    private HttpResponse<String> labelStudio(String file) throws Exception {
        return server.post("/v1/webhooks/label-studio", text(file));
    }

    private HttpResponse<String> updateJob() throws Exception {
        String payload = "{\"event\":\"update:job\",\"job\":{\"id\":5}}";
        String signature = CvatSignature.of(SECRET, payload.getBytes(StandardCharsets.UTF_8));
        return server.post("/v1/webhooks/cvat", payload, CvatSignature.HEADER, signature);
    }

    private static String text(String file) throws IOException {
        return Files.readString(ODD.resolve(file));
    }
}
