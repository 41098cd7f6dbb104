package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annorank.format.tool.CvatSignature;
import dev.annorank.format.tool.CvatWebhook;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CvatRoutesTest {
    private static final String PATH = "/v1/webhooks/cvat";
    private static final String SECRET = "cats and dogs";
    private static final String PAYLOAD =
            "{\"event\":\"update:job\",\"job\":{\"id\":5,\"url\":\"http://127.0.0.1:1/evil\"},\"webhook_id\":1}";

    private final SentEvents sent = new SentEvents();
    private FakeCvat cvat;

    @BeforeEach
    void start() throws Exception {
        cvat = new FakeCvat();
    }

    @AfterEach
    void stop() {
        cvat.close();
    }

    @Test
    void shouldFetchTheJobAndSendItsFrames_whenTheSignatureIsRight() throws Exception {
        try (TestServer server = server(HttpOptions.local(), FakeCvat.TOKEN)) {
            HttpResponse<String> answer = post(server, PATH + "?dataset=pets", PAYLOAD);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            JsonNode body = TestServer.MAPPER.readTree(answer.body());
            assertThat(body.get("events").asInt()).isEqualTo(2);
            assertThat(body.get("instances").asInt()).isEqualTo(2);
            assertThat(body.get("skippedCount").asInt()).isEqualTo(1);
            assertThat(sent.events).extracting(AnnotationEvent::dataset).containsOnly("pets");
            assertThat(sent.events).extracting(AnnotationEvent::imageId).containsExactly("9/0", "9/1");
            assertThat(((ImageReplaced) sent.events.get(1)).annotations())
                    .extracting(annotation -> annotation.category())
                    .containsExactly("cat", "dog");
            assertThat(cvat.asked)
                    .allMatch(path -> path.startsWith("/cvat/api/"))
                    .hasSize(5);
        }
    }

    @Test
    void shouldSendTheSame_whenThePayloadComesTwice() throws Exception {
        try (TestServer server = server(HttpOptions.local(), FakeCvat.TOKEN)) {
            post(server, PATH, PAYLOAD);
            List<AnnotationEvent> first = List.copyOf(sent.events);
            sent.events.clear();
            post(server, PATH, PAYLOAD);
            assertThat(sent.events).isEqualTo(first).isNotEmpty();
        }
    }

    @Test
    void shouldRefuse_whenTheSignatureIsWrongOrMissing() throws Exception {
        try (TestServer server = server(HttpOptions.local(), FakeCvat.TOKEN)) {
            String other = CvatSignature.of("dogs and cats", bytes(PAYLOAD));
            TestServer.problem(server.post(PATH, PAYLOAD, CvatSignature.HEADER, other), 401);
            TestServer.problem(server.post(PATH, PAYLOAD), 401);
            String right = CvatSignature.of(SECRET, bytes(PAYLOAD));
            TestServer.problem(server.post(PATH, PAYLOAD + " ", CvatSignature.HEADER, right), 401);
            assertThat(cvat.asked).isEmpty();
            assertThat(sent.events).isEmpty();
        }
    }

    @Test
    void shouldRefuseAtOnce_whenAnUnsignedPayloadIsSlow() throws Exception {
        try (TestServer server = server(HttpOptions.local(), FakeCvat.TOKEN);
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.service.port())) {
            slow.setSoTimeout(5_000);
            slow.getOutputStream()
                    .write(bytes("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"));
            assertThat(new String(slow.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void shouldWantTheSignatureOnly_whenThereIsAToken() throws Exception {
        HttpOptions local = HttpOptions.local();
        HttpOptions options = new HttpOptions(
                local.host(),
                0,
                Optional.of(new Token("0123456789abcdef")),
                List.of(),
                local.maxStreams(),
                local.maxBodyBytes(),
                local.idleTimeout());
        try (TestServer server = server(options, FakeCvat.TOKEN)) {
            assertThat(post(server, PATH, PAYLOAD).statusCode()).isEqualTo(202);
            TestServer.problem(server.post(PATH, PAYLOAD), 401);
        }
    }

    @Test
    void shouldSayHowToTurnItOn_whenItIsOff() throws Exception {
        CvatRoutes routes = new CvatRoutes(webhook(), Optional.empty(), intake());
        try (TestServer server = TestServer.start(new FakeView(), HttpOptions.local(), List.of(routes))) {
            JsonNode problem = TestServer.problem(post(server, PATH, PAYLOAD), 404);
            assertThat(problem.get("hint").asText()).contains("webhook.cvat.secret");
        }
    }

    @Test
    void shouldAskCvatToPostAgain_whenItDoesNotAnswerAsItShould() throws Exception {
        try (TestServer server = server(HttpOptions.local(), "wrong")) {
            JsonNode problem = TestServer.problem(post(server, PATH, PAYLOAD), 502);
            assertThat(problem.get("hint").asText()).contains("webhook.cvat.token");
        }
        try (TestServer server = server(HttpOptions.local(), FakeCvat.TOKEN)) {
            cvat.answers.put("/cvat/api/jobs/5/annotations", "[]");
            TestServer.problem(post(server, PATH, PAYLOAD), 502);
            cvat.answers.put("/cvat/api/jobs/5", "http://127.0.0.1:1/evil");
            assertThat(TestServer.problem(post(server, PATH, PAYLOAD), 502)
                            .get("detail")
                            .asText())
                    .endsWith("answers 302");
            cvat.answers.put("/cvat/api/jobs/5", "silence");
            TestServer.problem(post(server, PATH, PAYLOAD), 504);
            cvat.close();
            TestServer.problem(post(server, PATH, PAYLOAD), 502);
        }
        assertThat(sent.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldLeaveTheImagesAsTheyWere_whenCvatDoesNotTellTheLabels(int page) throws Exception {
        cvat.answers.remove("/cvat/api/labels?job_id=5&page_size=500&page=" + page);
        try (TestServer server = server(HttpOptions.local(), FakeCvat.TOKEN)) {
            JsonNode problem = TestServer.problem(post(server, PATH, PAYLOAD), 502);
            assertThat(problem.get("detail").asText()).endsWith("page=" + page + " answers 404");
        }
        assertThat(sent.events).isEmpty();
    }

    @Test
    void shouldDoNothing_whenTheJobIsGoneOrTheEventIsOfNoUse() throws Exception {
        try (TestServer server = server(HttpOptions.local(), FakeCvat.TOKEN)) {
            String gone = "{\"event\":\"update:job\",\"job\":{\"id\":6}}";
            assertThat(post(server, PATH, gone).body()).contains("CVAT does not know job 6");
            assertThat(post(server, PATH, "{\"event\":\"ping\"}").statusCode()).isEqualTo(202);
            TestServer.problem(post(server, PATH, "{}"), 400);
            assertThat(sent.events).isEmpty();
        }
    }

    @Test
    void shouldShowNoSecret_whenPrinted() {
        CvatAccess access = new CvatAccess(cvat.url(), FakeCvat.TOKEN, SECRET);
        assertThat(access.toString()).doesNotContain(FakeCvat.TOKEN).doesNotContain(SECRET);
        assertThat(access.authorization()).isEqualTo("Token " + FakeCvat.TOKEN);
        assertThat(new CvatAccess(cvat.url(), "pat", SECRET).authorization()).isEqualTo("Bearer pat");
    }

    private TestServer server(HttpOptions options, String token) {
        CvatAccess access = new CvatAccess(cvat.url(), token, SECRET);
        CvatRoutes routes = new CvatRoutes(webhook(), Optional.of(access), intake(), Duration.ofSeconds(2));
        return TestServer.start(new FakeView(), options, List.of(routes));
    }

    private WebhookIntake intake() {
        return new WebhookIntake(sent, () -> new InstanceScorer(Measure.CONTOUR, 1 << 20), 1 << 20, 4096);
    }

    private static CvatWebhook webhook() {
        return new CvatWebhook(1 << 20, 1 << 16);
    }

    private static HttpResponse<String> post(TestServer server, String path, String payload) throws Exception {
        return server.post(path, payload, CvatSignature.HEADER, CvatSignature.of(SECRET, bytes(payload)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
