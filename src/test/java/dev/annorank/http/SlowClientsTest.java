package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.annorank.intake.EventChecker;
import dev.annorank.intake.EventSettings;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Clients that hold on to what they can get: everyone else is answered all the same. */
class SlowClientsTest {
    private static TestServer server(FakeView view, Duration idle, RouteGroup... groups) {
        EventSettings events = new EventSettings(
                (key, value) -> CompletableFuture.completedFuture(key),
                EventChecker.checkers(10_000, () -> new InstanceScorer(Measure.CONTOUR, 1 << 20)),
                10_000);
        HttpOptions options = new HttpOptions("127.0.0.1", 0, Optional.empty(), List.of(), 10, 1 << 20, idle);
        return new TestServer(
                view,
                options,
                TestServer.parts(view, Optional.of(events), Optional.empty(), RequestListener.NONE, List.of(groups)));
    }

    private static Socket open(TestServer server, String begin) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.service.port());
        socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void requireHealth(TestServer server) throws Exception {
        long start = System.nanoTime();
        HttpResponse<String> answer = server.get("/health/live");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void shouldAnswer_whenAThousandConnectionsAreIdleAndFiftyBodiesDribble() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        FakeView view = new FakeView();
        view.show(FakeSnapshot.numbered("street", 1, 10));
        try (TestServer server = server(view, Duration.ofSeconds(30))) {
            for (int i = 0; i < 500; i++) {
                sockets.add(open(server, ""));
                sockets.add(open(server, "GET /v1/datasets HTTP/1.1\r\nHost: local"));
            }
            for (int i = 0; i < 50; i++) {
                sockets.add(open(
                        server,
                        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                                + "Content-Length: 1000\r\n\r\n{"));
            }
            requireHealth(server);
            // Those that come at once with the fifty may be sent away, until what is too many of these has been.
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> server.get("/v1/datasets/street/ranking").statusCode() == 200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void shouldAnswer_whenManyDoNotReadLargeAnswers() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        FakeView view = new FakeView();
        view.show(FakeSnapshot.numbered("street", 1, 200_000));
        try (TestServer server = server(view, Duration.ofSeconds(3))) {
            for (int i = 0; i < 100; i++) {
                sockets.add(open(
                        server,
                        "GET /v1/datasets/street/subset?pruneRate=0&format=jsonl HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }
            await().until(() ->
                    server.get("/v1/datasets/street/subset?pruneRate=1").statusCode() == 503);
            requireHealth(server);
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            server.get("/v1/datasets/street/subset?pruneRate=1").statusCode() == 200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void shouldAnswerAboutHealth_whenManyAskOnAndDoNotRead() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        String file = "GET /webjars/chart.js/chart.umd.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (TestServer server = server(new FakeView(), Duration.ofSeconds(30))) {
            for (int i = 0; i < 80; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(2048);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.service.port()));
                sockets.add(socket);
                socket.getOutputStream().write(file.repeat(40).getBytes(StandardCharsets.US_ASCII));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.get("/v1/datasets").statusCode() == 503);
            HttpResponse<String> refused = server.get("/v1/datasets");
            TestServer.problem(refused, 503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            requireHealth(server);
            for (Socket socket : sockets) {
                socket.close();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.get("/v1/datasets").statusCode() == 200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void shouldAnswerAboutHealth_whenManyMoreConnectionsThanThereMayBeSendAByteNowAndThen() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        AtomicBoolean stopping = new AtomicBoolean();
        try (TestServer server = server(new FakeView(), Duration.ofSeconds(30))) {
            for (int i = 0; i < 5_100; i++) {
                sockets.add(open(server, "GET /v1/datasets HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
            }
            Thread dribble = new Thread(() -> {
                while (!stopping.get()) {
                    sockets.forEach(SlowClientsTest::sendOneByte);
                }
            });
            dribble.start();
            for (int i = 0; i < 4; i++) {
                requireHealth(server);
                assertThat(server.get("/v1/datasets").statusCode()).isEqualTo(200);
            }
            stopping.set(true);
            dribble.join(20_000);
        } finally {
            stopping.set(true);
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void sendOneByte(Socket socket) {
        try {
            socket.getOutputStream().write('x');
        } catch (IOException e) {
            // The server has closed it.
        }
    }

    @Test
    void shouldAnswerAboutHealth_whenManyAskAboutHealthItselfAndDoNotRead() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        String question = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (TestServer server = server(new FakeView(), Duration.ofSeconds(30))) {
            for (int i = 0; i < 80; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(2048);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.service.port()));
                sockets.add(socket);
                socket.setSoTimeout(1);
                fill(socket, question.repeat(100).getBytes(StandardCharsets.US_ASCII));
            }
            requireHealth(server);
            assertThat(server.get("/v1/datasets").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Sends until the server has stopped reading, since its answers are not read: more than both buffers hold. */
    private static void fill(Socket socket, byte[] questions) throws IOException {
        Thread sending = new Thread(() -> {
            try {
                for (int i = 0; i < 500; i++) {
                    socket.getOutputStream().write(questions);
                }
            } catch (IOException e) {
                // Closed by the test, which is done.
            }
        });
        sending.setDaemon(true);
        sending.start();
    }

    @Test
    void shouldEndAConnection_whenItsHeadersDripInBeyondTheDeadline() throws Exception {
        try (TestServer server = server(new FakeView(), Duration.ofSeconds(1));
                Socket slow = open(server, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")) {
            // Never idle for a second, and never done.
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        sendOneByte(slow);
                        return isClosed(slow);
                    });
        }
    }

    @Test
    void shouldKeepAConnection_whenItAsksNowAndThenAboutHealth() throws Exception {
        List<Duration> waits = new ArrayList<>();
        String question = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (TestServer server = server(new FakeView(), Duration.ofSeconds(1));
                Socket asking = open(server, question)) {
            long beganNs = System.nanoTime();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        asking.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
                        assertThat(asking.getInputStream().read(new byte[4096])).isPositive();
                        waits.add(Duration.ofNanos(System.nanoTime() - beganNs));
                        return waits.get(waits.size() - 1).compareTo(Duration.ofSeconds(8)) > 0;
                    });
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void shouldEndConnections_whenNothingMovesOnThem() throws Exception {
        try (TestServer server = server(new FakeView(), Duration.ofSeconds(1));
                Socket idle = open(server, "");
                Socket header = open(server, "GET / HTTP/1.1\r\nHost");
                Socket body = open(
                        server,
                        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                                + "Content-Length: 1000\r\n\r\n{")) {
            for (Socket socket : List.of(idle, header, body)) {
                socket.setSoTimeout(20_000);
                // Read to its end, which is there once the server has closed it.
                assertThat(socket.getInputStream().readAllBytes().length).isGreaterThanOrEqualTo(0);
            }
        }
    }

    @Test
    void shouldRefuseABody_whenItComesByteByByte() {
        InputStream dribble = new ByteArrayInputStream(new byte[100]);
        assertThatThrownBy(() -> {
                    BodyStream body = new BodyStream(dribble, 1000, -TimeUnit.SECONDS.toNanos(1)) {
                        @Override
                        long elapsedNs() {
                            return TimeUnit.SECONDS.toNanos(2);
                        }
                    };
                    body.read();
                })
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(408));
    }

    @Test
    void shouldLetRunningRequestsEnd_whenTheServiceStops() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RouteGroup slow = routes -> routes.get("/slow", context -> {
            begun.countDown();
            go.await(20, TimeUnit.SECONDS);
            context.result("done");
        });
        TestServer server = server(new FakeView(), Duration.ofSeconds(30), slow);
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return server.get("/slow");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await(20, TimeUnit.SECONDS);
        AtomicBoolean stopped = new AtomicBoolean();
        Thread stop = new Thread(() -> {
            server.close();
            stopped.set(true);
        });
        stop.start();
        await().during(Duration.ofMillis(300)).until(() -> !stopped.get());
        go.countDown();
        assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
        stop.join(20_000);
        assertThat(stopped).isTrue();
    }
}
