package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annorank.view.ViewState;
import dev.annorank.view.ViewState.Phase;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is answered where nothing is wrong with annorank but with the question, and the headers of every answer. */
class ProblemsTest {
    private static final String RANKING = "/v1/datasets/street/ranking";
    private static TestServer server;

    @BeforeAll
    static void start() {
        FakeView view = new FakeView();
        view.show(FakeSnapshot.numbered("street", 7, 250));
        server = TestServer.start(view);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Wrong(String path, String parameter, String value) {}

    @Test
    void shouldNameParameterAndValue_whenOneIsWrong() throws Exception {
        for (Wrong wrong : List.of(
                new Wrong(RANKING + "?limit=0", "limit", "\"0\""),
                new Wrong(RANKING + "?limit=1001", "limit", "1000"),
                new Wrong(RANKING + "?limit=many", "limit", "many"),
                new Wrong(RANKING + "?limit=", "limit", "\"\""),
                new Wrong(RANKING + "?limit=1&limit=2", "limit", "once"),
                new Wrong(RANKING + "?offset=-1", "offset", "-1"),
                new Wrong(RANKING + "?offset=99999999999", "offset", "99999999999"),
                new Wrong(RANKING + "?order=up", "order", "top, bottom"),
                new Wrong(RANKING + "?include=all", "include", "outlines"),
                new Wrong(RANKING + "?limits=3", "limits", "limits"),
                new Wrong("/v1/datasets/street/prune", "rate", "missing"),
                new Wrong("/v1/datasets/street/prune?rate=1.01", "rate", "1.01"),
                new Wrong("/v1/datasets/street/prune?rate=NaN", "rate", "NaN"),
                new Wrong("/v1/datasets/street/epochs?last=2001", "last", "2001"),
                new Wrong("/v1/datasets/street/outliers?limit=501", "limit", "501"),
                new Wrong("/v1/datasets/street/images", "id", "missing"),
                new Wrong("/v1/datasets/street/subset", "pruneRate", "missing"),
                new Wrong("/v1/datasets/street/subset", "pruneRate", "keep=5000"),
                new Wrong("/v1/datasets/street/subset?keep=-1", "keep", "-1"),
                new Wrong("/v1/datasets/street/subset?keep=2.5", "keep", "a whole number from 0"),
                new Wrong("/v1/datasets/street/subset?keep=", "keep", "a whole number from 0"),
                new Wrong("/v1/datasets/street/subset?keep=3&pruneRate=0.3", "keep", "give one of them"),
                new Wrong("/v1/datasets/street/subset?pruneRate=0.3&format=coco", "format", "ids, csv"),
                new Wrong("/v1/datasets/street/subset?pruneRate=0.3&format=xml", "format", "ids, csv"),
                new Wrong("/v1/datasets?x=1", "x", "no parameter"))) {
            JsonNode problem = TestServer.problem(server.get(wrong.path()), 400);
            assertThat(problem.get("parameter").asText()).as(wrong.path()).isEqualTo(wrong.parameter());
            assertThat(problem.get("detail").asText()).as(wrong.path()).contains(wrong.value());
        }
    }

    @Test
    void shouldRefuseAQuery_whenItIsNotWrittenAsOne() throws Exception {
        for (String query : List.of("limit=%zz", "limit=1%", "limit=%2", "%gg=1")) {
            String answer = raw("GET " + RANKING + "?" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(answer).as(query).startsWith("HTTP/1.1 400").contains("two hex digits", query);
        }
        assertThat(server.get(RANKING + "?limit=%31").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSayWhatThereIs_whenSomethingIsNotThere() throws Exception {
        assertThat(TestServer.problem(server.get("/v1/datasets/Stret/ranking"), 404)
                        .get("hint")
                        .asText())
                .contains("did you mean street");
        assertThat(TestServer.problem(server.get("/v1/datasets/x%2Fy"), 404)
                        .get("hint")
                        .asText())
                .contains("street");
        assertThat(TestServer.problem(server.get("/v1/datasets/street/images/img/33.jp"), 404)
                        .get("hint")
                        .asText())
                .contains("img/33.jpg");
        assertThat(TestServer.problem(server.get("/nothing"), 404).get("hint").asText())
                .contains("/openapi.json");
        TestServer.problem(server.get("/metrics"), 404);
        for (String outside : List.of("/../pom.xml", "/..%2f..%2fpom.xml", "/web/index.html", "/%2e%2e/logback.xml")) {
            assertThat(server.get(outside).statusCode()).as(outside).isIn(400, 404);
        }
    }

    @Test
    void shouldAskToWait_whenTheViewIsStillReading() throws Exception {
        FakeView view = new FakeView();
        view.is(new ViewState(Phase.READING, 1000, FakeView.NOON, Optional.empty(), "reading"));
        try (TestServer reading = TestServer.start(view)) {
            HttpResponse<String> answer = reading.get(RANKING);
            TestServer.problem(answer, 503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        }
    }

    @Test
    void shouldRefuseMethodAndMediaType_whenTheyDoNotFit() throws Exception {
        HttpResponse<String> answer = server.send("DELETE", RANKING);
        TestServer.problem(answer, 405);
        assertThat(answer.headers().firstValue("Allow").orElseThrow())
                .contains("GET")
                .contains("HEAD");
        TestServer.problem(server.get(RANKING, "Accept", "text/html"), 406);
        TestServer.problem(server.get(RANKING, "Accept", "application/json;q=0"), 406);
        assertThat(raw("GET " + RANKING + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept: */*\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(server.get(RANKING, "Accept", "text/html, */*;q=0.1").statusCode())
                .isEqualTo(200);
        TestServer.problem(server.get("/v1/datasets/street/subset?pruneRate=0.3", "Accept", "application/json"), 406);
    }

    @Test
    void shouldAnswerInProblemJson_whenJettyRefuses() throws Exception {
        assertThat(raw("GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("problem+json");
        assertThat(raw("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400").contains("problem+json");
        assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("problem+json");
        assertThat(raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .startsWith("HTTP/1.1 414")
                .contains("problem+json");
    }

    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.service.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldAnswerNotModified_whenTheClientHasTheAnswer() throws Exception {
        for (String path : List.of(
                RANKING,
                "/v1/datasets",
                "/v1/datasets/street",
                "/v1/datasets/street/classes",
                "/v1/datasets/street/prune?rate=0.5",
                "/v1/datasets/street/epochs",
                "/v1/datasets/street/distribution",
                "/v1/datasets/street/outliers",
                "/v1/datasets/street/images/img/3.jpg",
                RANKING + "?include=outlines",
                "/v1/datasets/street/subset?pruneRate=0.3",
                "/openapi.json")) {
            HttpResponse<String> first = server.get(path);
            String tag = first.headers().firstValue("ETag").orElseThrow(() -> new AssertionError(path));
            assertThat(tag).as(path).startsWith("\"").endsWith("\"");
            assertThat(first.headers().firstValue("Cache-Control")).as(path).hasValue("no-cache");
            HttpResponse<String> second = server.get(path, "If-None-Match", "\"other\", " + tag);
            assertThat(second.statusCode()).as(path).isEqualTo(304);
            assertThat(second.body()).isEmpty();
            HttpResponse<String> head = server.send("HEAD", path);
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.headers().firstValue("ETag")).as(path).hasValue(tag);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void shouldChangeTheTag_whenTheEpochDoes() throws Exception {
        FakeView view = new FakeView();
        view.show(FakeSnapshot.numbered("street", 1, 20));
        try (TestServer changing = TestServer.start(view)) {
            String tag = changing.get(RANKING).headers().firstValue("ETag").orElseThrow();
            view.show(FakeSnapshot.numbered("street", 2, 20));
            HttpResponse<String> after = changing.get(RANKING, "If-None-Match", tag);
            assertThat(after.statusCode()).isEqualTo(200);
            assertThat(after.headers().firstValue("ETag")).isPresent().isNotEqualTo(Optional.of(tag));
        }
    }

    @Test
    void shouldCompress_whenTheClientTakesGzip() throws Exception {
        for (String path : List.of(RANKING, "/v1/datasets/street/subset?pruneRate=0&format=csv", "/openapi.json")) {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.uri(path).toString()))
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            BodyHandlers.ofByteArray());
            assertThat(answer.headers().firstValue("Content-Encoding")).as(path).hasValue("gzip");
            assertThat(answer.headers().allValues("Vary")).contains("Accept-Encoding");
            HttpResponse<String> plain = server.get(path);
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(plain.body());
            }
            assertThat(answer.headers().firstValue("ETag"))
                    .isNotEqualTo(plain.headers().firstValue("ETag"));
        }
    }
}
