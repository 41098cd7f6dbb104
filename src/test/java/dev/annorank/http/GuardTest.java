package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may write, and who may read from where. */
class GuardTest {
    private static final String SECRET = "correct-horse-battery";
    private static final RouteGroup WRITES = new RouteGroup() {
        @Override
        public void register(Routes routes) {
            routes.post("/write", context -> context.status(204));
            routes.post("/signed", context -> context.status(204));
        }

        @Override
        public Set<String> pathsWithOwnProof() {
            return Set.of("/signed");
        }
    };

    private static TestServer server(String host, Optional<Token> token, String... origins) {
        FakeView view = new FakeView();
        view.show(FakeSnapshot.numbered("street", 1, 10));
        HttpOptions options = new HttpOptions(host, 0, token, List.of(origins), 10, 1 << 20, Duration.ofSeconds(30));
        return TestServer.start(view, options, List.of(WRITES));
    }

    @Test
    void shouldNotStart_whenOthersCouldWriteWithoutAToken() {
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1", "no-such-host.invalid")) {
            assertThatThrownBy(() -> server(host, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("--token-file")
                    .hasMessageContaining(host);
        }
        server("0.0.0.0", Optional.of(new Token(SECRET))).close();
        server("localhost", Optional.empty()).close();
    }

    @Test
    void shouldTakeWrites_onlyWithTheToken() throws Exception {
        try (TestServer server = server("127.0.0.1", Optional.of(new Token(SECRET)))) {
            HttpResponse<String> none = server.post("/write", "");
            TestServer.problem(none, 401);
            assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"annorank\"");
            for (String wrong :
                    List.of("Bearer wrong", "Bearer " + SECRET + "x", "Basic " + SECRET, SECRET, "Bearer ")) {
                HttpResponse<String> answer = server.post("/write", "", "Authorization", wrong);
                TestServer.problem(answer, 401);
                assertThat(answer.body()).doesNotContain(SECRET);
            }
            assertThat(server.post("/write", "", "Authorization", "Bearer " + SECRET)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(server.post("/signed", "").statusCode()).isEqualTo(204);
            assertThat(server.get("/v1/datasets").statusCode()).as("reading").isEqualTo(200);
        }
        assertThat(new Token(SECRET).toString()).doesNotContain(SECRET);
        assertThatThrownBy(() -> new Token("short")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWrites_whenABrowserSendsThemForAnotherSite() throws Exception {
        try (TestServer server = server("127.0.0.1", Optional.empty())) {
            String own = "http://127.0.0.1:" + server.service.port();
            assertThat(server.post("/write", "").statusCode()).isEqualTo(204);
            assertThat(server.post("/write", "", "Origin", own, "Sec-Fetch-Site", "same-origin")
                            .statusCode())
                    .isEqualTo(204);
            TestServer.problem(server.post("/write", "", "Origin", "https://evil.example"), 403);
            TestServer.problem(server.post("/write", "", "Origin", "null"), 403);
            TestServer.problem(server.post("/write", "", "Origin", "http://127.0.0.1:1"), 403);
            TestServer.problem(server.post("/write", "", "Sec-Fetch-Site", "cross-site"), 403);
            TestServer.problem(server.post("/write", "", "Sec-Fetch-Site", "same-site"), 403);
        }
    }

    @Test
    void shouldRefuse_whenANameFromElsewherePointsHere() throws Exception {
        try (TestServer server = server("127.0.0.1", Optional.empty())) {
            for (String name :
                    List.of("evil.example", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil.example")) {
                assertThat(status(server, name)).as(name).startsWith("HTTP/1.1 421");
            }
            for (String name : List.of("localhost", "127.0.0.1", "[::1]", "LOCALHOST:8080")) {
                assertThat(status(server, name)).as(name).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void shouldTakeARequestForWhatItIs_whenAHeaderSaysThatItIsSomethingElse() throws Exception {
        try (TestServer server = server("127.0.0.1", Optional.of(new Token(SECRET)))) {
            String override = "X-HTTP-Method-Override";
            TestServer.problem(server.get("/write", override, "POST"), 405);
            TestServer.problem(server.get("/write", "x-http-method-override", "post"), 405);
            TestServer.problem(server.post("/write", "", override, "GET"), 401);
            TestServer.problem(server.post("/v1/datasets", "", override, "GET"), 401);

            HttpResponse<String> read = server.get("/v1/datasets", "sec-websocket-version", "13");
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(read.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(status(server, "evil.example\r\nSec-WebSocket-Version: 13"))
                    .startsWith("HTTP/1.1 421");
            assertThat(status(server, "localhost\r\nX-HTTP-Method-Override: GET\r\nX-HTTP-Method-Override: POST"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    private static String status(TestServer server, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.service.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /v1/datasets HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldShareWithConfiguredOriginsOnly() throws Exception {
        String friend = "https://labels.example.org";
        try (TestServer closed = server("127.0.0.1", Optional.empty());
                TestServer open = server("127.0.0.1", Optional.empty(), friend)) {
            assertThat(closed.get("/v1/datasets", "Origin", friend).headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
            HttpResponse<String> answer = open.get("/v1/datasets", "Origin", friend);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(friend);
            assertThat(answer.headers().allValues("Vary")).contains("Origin");
            assertThat(open.get("/v1/datasets", "Origin", "https://evil.example")
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
            assertThat(open.send("OPTIONS", "/write", "Origin", friend).statusCode())
                    .isEqualTo(204);
            assertThat(closed.send("OPTIONS", "/write", "Origin", friend).statusCode())
                    .isNotEqualTo(204);
            assertThat(open.post("/write", "", "Origin", friend, "Sec-Fetch-Site", "cross-site")
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void shouldTellBrowsersToBeCareful() throws Exception {
        try (TestServer server = server("127.0.0.1", Optional.empty())) {
            for (String path : List.of("/v1/datasets", "/nothing", "/webjars/chart.js/chart.umd.js")) {
                HttpResponse<String> answer = server.get(path);
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .as(path)
                        .hasValue("nosniff");
                assertThat(answer.headers().firstValue("Referrer-Policy"))
                        .as(path)
                        .hasValue("no-referrer");
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElse(""))
                        .contains("script-src 'self'")
                        .contains("frame-ancestors 'none'");
                assertThat(answer.headers().firstValue("Server")).isEmpty();
            }
        }
    }
}
