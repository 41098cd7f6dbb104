package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annorank.format.tool.LabelStudioWebhook;
import dev.annorank.intake.EventIntake;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LabelStudioRoutesTest {
    private static final String PATH = "/v1/webhooks/label-studio";
    private static final String PAYLOAD = """
            {"action": "ANNOTATION_CREATED", "project": {"id": 3}, "task": {"id": 42, "data": {"image": "http://x/1.jpg"}},
             "annotation": {"id": 7, "task": 42, "updated_at": "2026-03-01T10:20:30Z", "result": [
               {"id": "a", "type": "polygonlabels", "original_width": 10, "original_height": 10,
                "value": {"points": [[10, 10], [50, 10], [50, 50]], "polygonlabels": ["Car"]}},
               {"id": "b", "type": "rectanglelabels", "value": {}}]}}
            """;

    private final SentEvents sent = new SentEvents();

    @Test
    void shouldSendAndSayWhatWasTaken_whenThePayloadIsGood() throws Exception {
        try (TestServer server = start(HttpOptions.local(), sent)) {
            HttpResponse<String> answer = server.post(PATH, PAYLOAD);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            JsonNode body = TestServer.MAPPER.readTree(answer.body());
            assertThat(body.get("events").asInt()).isEqualTo(1);
            assertThat(body.get("instances").asInt()).isEqualTo(1);
            assertThat(body.get("skippedCount").asInt()).isEqualTo(1);
            assertThat(body.get("skipped").get(0).get("what").asText()).isEqualTo("1 of type rectanglelabels");
            assertThat(sent.events).singleElement().isInstanceOf(ImageReplaced.class);
            assertThat(sent.events.get(0).dataset()).isEqualTo("label-studio-project-3");
        }
    }

    @Test
    void shouldSayHowManyScoreNothing_whenMasksHaveNoAreaOrLieOutside() throws Exception {
        String line = polygon("line", "[10, 10], [50, 10]");
        String away = polygon("away", "[300, 10], [500, 10], [500, 50]");
        try (TestServer server = start(HttpOptions.local(), sent)) {
            JsonNode body =
                    taken(server.post(PATH, withResults(polygon("a", "[10, 10], [50, 10], [50, 50]"), line, away)));
            assertThat(body.get("instances").asInt()).isEqualTo(3);
            assertThat(body.get("notes"))
                    .extracting(JsonNode::asText)
                    .containsExactly(
                            "2 of 3 instances score 0: 1 without area (a point or a line), 1 outside their image or empty.",
                            "1 of 3 masks reach far outside their image: its width and height may be swapped, or the"
                                    + " picture is shown rotated by its EXIF orientation.");
        }
    }

    @Test
    void shouldNameTheImage_whenAllItsMasksReachFarOutside() throws Exception {
        try (TestServer server = start(HttpOptions.local(), sent)) {
            JsonNode body = taken(server.post(PATH, withResults(polygon("a", "[10, 10], [150, 10], [150, 50]"))));
            assertThat(body.get("notes").get(0).asText())
                    .startsWith(
                            "1 of 1 masks reach far outside their image, among them all of 1 image (42): its width");
        }
    }

    @Test
    void shouldLeaveOutOneMask_whenTheTopologyWouldRejectIt() throws Exception {
        String huge = polygon("huge", "[1e9, 10], [50, 10], [50, 50]");
        String tall =
                "{\"id\": \"t\", \"type\": \"polygonlabels\", \"original_width\": 2000, \"original_height\": 2000, "
                        + "\"value\": {\"points\": [[10, 10], [50, 10], [50, 50]], \"polygonlabels\": [\"Car\"]}}";
        try (TestServer server = start(HttpOptions.local(), sent)) {
            JsonNode body = taken(server.post(PATH, withResults(huge, polygon("a", "[10, 10], [50, 10], [50, 50]"))));
            assertThat(body.get("instances").asInt()).isEqualTo(1);
            assertThat(body.get("skippedCount").asInt()).isEqualTo(1);
            sent.events.clear();
            body = taken(server.post(PATH, withResults(tall)));
            assertThat(sent.events).isEmpty();
            assertThat(body.get("skipped").get(0).get("what").asText()).isEqualTo("annotation 7/t of image 42");
            assertThat(body.get("skipped").get(0).get("why").asText())
                    .startsWith("mask-too-large: the image is 2000 x 2000");
            assertThat(body.get("notes").get(0).asText())
                    .isEqualTo("Image 42 stays as it was: none of its instances can be used.");
        }
    }

    private static String polygon(String id, String points) {
        return "{\"id\": \"" + id + "\", \"type\": \"polygonlabels\", \"original_width\": 10, \"original_height\": 10, "
                + "\"value\": {\"points\": [" + points + "], \"polygonlabels\": [\"Car\"]}}";
    }

    private static String withResults(String... results) {
        return PAYLOAD.substring(0, PAYLOAD.indexOf("\"result\": [")) + "\"result\": [" + String.join(",", results)
                + "]}}";
    }

    private static JsonNode taken(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return TestServer.MAPPER.readTree(answer.body());
    }

    @Test
    void shouldUseTheDatasetOfTheAddress_whenThereIsOne() throws Exception {
        try (TestServer server = start(HttpOptions.local(), sent)) {
            assertThat(server.post(PATH + "?dataset=taco", PAYLOAD).statusCode())
                    .isEqualTo(202);
            assertThat(sent.events.get(0).dataset()).isEqualTo("taco");
            TestServer.problem(server.post(PATH + "?dataset=ta%2Fco", PAYLOAD), 400);
            TestServer.problem(server.post(PATH + "?datset=taco", PAYLOAD), 400);
        }
    }

    @Test
    void shouldAnswerWithTheReason_whenThePayloadIsNone() throws Exception {
        try (TestServer server = start(HttpOptions.local(), sent)) {
            JsonNode problem = TestServer.problem(server.post(PATH, "{\"action\""), 400);
            assertThat(problem.get("reason").asText()).isEqualTo("not-json");
            assertThat(problem.get("detail").asText()).startsWith("the payload is not one JSON object");
            TestServer.problem(server.post(PATH, " ".repeat(5000) + PAYLOAD), 413);
            assertThat(sent.events).isEmpty();
        }
    }

    @Test
    void shouldNotSayThatItWasTaken_whenTheBrokerDoesNotAcknowledge() throws Exception {
        EventIntake intake = (key, value) -> CompletableFuture.failedFuture(new IllegalStateException("away"));
        try (TestServer server = start(HttpOptions.local(), intake)) {
            TestServer.problem(server.post(PATH, PAYLOAD), 503);
        }
    }

    @Test
    void shouldTakeAll_whenManySubmitTogether() throws Exception {
        CompletableFuture<Boolean> broker = new CompletableFuture<>();
        AtomicInteger sending = new AtomicInteger();
        EventIntake slow = (key, value) -> {
            sending.incrementAndGet();
            return broker;
        };
        try (TestServer server = start(HttpOptions.local(), slow)) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(status(server));
            }
            await().until(() -> sending.get() == 4);
            for (int i = 0; i < 8; i++) {
                answers.add(status(server));
            }
            broker.completeOnTimeout(true, 1, TimeUnit.SECONDS);
            for (CompletableFuture<Integer> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(202);
            }
            assertThat(sending).hasValue(12);
        }
    }

    private static CompletableFuture<Integer> status(TestServer server) {
        HttpRequest request = HttpRequest.newBuilder(server.uri(PATH))
                .POST(HttpRequest.BodyPublishers.ofString(PAYLOAD))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    @Test
    void shouldSayThatItIsTooLong_whenAnEventWouldBe() throws Exception {
        StringBuilder points = new StringBuilder("[1.25, 1.5]");
        for (int i = 0; i < 150; i++) {
            points.append(", [").append(i / 3.0).append(", 1]");
        }
        try (TestServer server = start(HttpOptions.local(), sent)) {
            HttpResponse<String> answer = server.post(PATH, PAYLOAD.replace("[10, 10]", points.toString()));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            JsonNode body = TestServer.MAPPER.readTree(answer.body());
            assertThat(body.get("events").asInt()).isZero();
            assertThat(body.get("instances").asInt()).isZero();
            assertThat(body.get("skippedCount").asInt()).isEqualTo(2);
            assertThat(body.get("skipped").get(1).get("why").asText()).contains("event.max.bytes is 1500");
            assertThat(sent.events).isEmpty();
        }
    }

    @Test
    void shouldWantTheToken_whenThereIsOne() throws Exception {
        String secret = "0123456789abcdef";
        HttpOptions local = HttpOptions.local();
        HttpOptions options = new HttpOptions(
                local.host(),
                0,
                Optional.of(new Token(secret)),
                List.of(),
                local.maxStreams(),
                local.maxBodyBytes(),
                local.idleTimeout());
        try (TestServer server = start(options, sent)) {
            TestServer.problem(server.post(PATH, PAYLOAD), 401);
            assertThat(sent.events).isEmpty();
            assertThat(server.post(PATH, PAYLOAD, "Authorization", "Bearer " + secret)
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private static TestServer start(HttpOptions options, EventIntake intake) {
        LabelStudioWebhook webhook = new LabelStudioWebhook(1 << 20, 1 << 16);
        return TestServer.start(
                new FakeView(),
                options,
                List.of(new LabelStudioRoutes(
                        webhook,
                        new WebhookIntake(intake, () -> new InstanceScorer(Measure.CONTOUR, 1 << 20), 1500, 4096))));
    }
}
