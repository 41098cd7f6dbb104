package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.intake.EventChecker;
import dev.annorank.intake.EventIntake;
import dev.annorank.intake.EventSettings;
import dev.annorank.intake.KafkaIntake;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Events over HTTP: what is said of each line, and that nothing is acknowledged that the broker has not. */
class EventRoutesTest {
    private static final int MAX_EVENT = 2000;
    private static final String NDJSON = "application/x-ndjson";

    /** Takes events, or keeps them waiting, or fails those of one image. */
    private static final class FakeIntake implements EventIntake {
        final ConcurrentLinkedQueue<String> values = new ConcurrentLinkedQueue<>();
        final AtomicInteger asked = new AtomicInteger();
        volatile CompletableFuture<String> gate = CompletableFuture.completedFuture("open");

        @Override
        public CompletionStage<?> send(byte[] key, byte[] value) {
            asked.incrementAndGet();
            if (new String(key, StandardCharsets.UTF_8).equals("bad luck")) {
                return CompletableFuture.failedFuture(new IllegalStateException("the broker is away"));
            }
            return gate.thenRun(() -> values.add(new String(value, StandardCharsets.UTF_8)));
        }
    }

    private static TestServer server(EventIntake intake, long maxBody) {
        HttpOptions options =
                new HttpOptions("127.0.0.1", 0, Optional.empty(), List.of(), 10, maxBody, Duration.ofSeconds(30));
        EventSettings events = new EventSettings(
                intake,
                EventChecker.checkers(MAX_EVENT, () -> new InstanceScorer(Measure.CONTOUR, 1 << 20)),
                MAX_EVENT);
        FakeView view = new FakeView();
        return new TestServer(
                view,
                options,
                TestServer.parts(view, Optional.of(events), Optional.empty(), RequestListener.NONE, List.of()));
    }

    private static String event(String image) {
        return "{\"type\":\"annotation.upserted\",\"image\":{\"id\":\"" + image + "\",\"width\":20,\"height\":20},"
                + "\"annotation\":{\"id\":1,\"category\":\"c\",\"segmentation\":[[1,1,9,1,9,9]]}}";
    }

    /** Posts on a thread of its own. */
    private static CompletableFuture<HttpResponse<String>> postAside(TestServer server, String body) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return server.post("/v1/events", body, "Content-Type", NDJSON);
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                command -> new Thread(command).start());
    }

    private static JsonNode accepted(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return TestServer.MAPPER.readTree(answer.body());
    }

    @Test
    void shouldSayOfEachLine_whetherItWasTaken() throws Exception {
        FakeIntake intake = new FakeIntake();
        try (TestServer server = server(intake, 1 << 20)) {
            String lateMask = event("z").replace("[[1,1,9,1,9,9]]", "{\"size\":[20,20],\"counts\":[3]}");
            String body = event("a") + "\r\n\n" + "{\"type\":\"no such\"}\n" + "hello\n" + event("x".repeat(3000))
                    + "\n" + lateMask + "\n" + event("b");
            JsonNode report = accepted(server.post("/v1/events?verbose=true", body, "Content-Type", NDJSON));
            assertThat(report.get("accepted").asInt()).isEqualTo(2);
            assertThat(report.get("rejected").asInt()).isEqualTo(4);
            assertThat(report.get("lines").findValuesAsText("line")).containsExactly("1", "3", "4", "5", "6", "7");
            assertThat(report.get("lines").findValuesAsText("reason"))
                    .containsExactly("unknown-type", "not-json", "record-too-large", "bad-rle");
            assertThat(intake.values).containsExactly(event("a"), event("b"));
            assertThat(accepted(server.post("/v1/events", body, "Content-Type", NDJSON))
                            .get("lines"))
                    .hasSize(4);
        }
    }

    @Test
    void shouldRefuse_whenTheBodyIsNoNdjson() throws Exception {
        try (TestServer server = server(new FakeIntake(), 1 << 20)) {
            for (String body : List.of("", "\n\n", "[\n1,\n2]", "<html>")) {
                JsonNode problem = TestServer.problem(server.post("/v1/events", body, "Content-Type", NDJSON), 400);
                assertThat(problem.get("accepted").asInt()).isZero();
            }
            TestServer.problem(server.post("/v1/events", event("a"), "Content-Type", "text/plain"), 415);
            TestServer.problem(server.post("/v1/events", event("a")), 415);
            TestServer.problem(server.post("/v1/events", "x", "Content-Type", NDJSON, "Content-Encoding", "gzip"), 415);
            TestServer.problem(server.get("/v1/events"), 405);
        }
    }

    @Test
    void shouldNotAnswer_beforeTheBrokerHasAcknowledged() throws Exception {
        FakeIntake intake = new FakeIntake();
        intake.gate = new CompletableFuture<>();
        try (TestServer server = server(intake, 1 << 20)) {
            CompletableFuture<HttpResponse<String>> answer = postAside(server, event("a") + "\n" + event("b"));
            await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());
            intake.gate.complete("open");
            assertThat(accepted(answer.get(10, TimeUnit.SECONDS))
                            .get("accepted")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldSayWhatWasAcknowledged_whenTheBrokerFails() throws Exception {
        FakeIntake intake = new FakeIntake();
        try (TestServer server = server(intake, 1 << 20)) {
            String body = event("a") + "\nnonsense\n" + event("bad luck") + "\n" + event("b");
            HttpResponse<String> answer = server.post("/v1/events", body, "Content-Type", NDJSON);
            JsonNode problem = TestServer.problem(answer, 503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(problem.get("accepted").asInt()).isEqualTo(1);
            assertThat(problem.get("rejected").asInt()).isEqualTo(1);
            assertThat(problem.get("failed").asInt()).isEqualTo(1);
            assertThat(problem.get("nextLine").asInt()).isEqualTo(4);
            assertThat(problem.get("lines").get(1).get("status").asText()).isEqualTo("failed");
        }
    }

    @Test
    void shouldStopAtTheLimit_whenTheBodyIsTooLong() throws Exception {
        FakeIntake intake = new FakeIntake();
        try (TestServer server = server(intake, 50_000)) {
            String head = "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + NDJSON + "\r\n";
            String declared = exchange(server, head + "Content-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n");
            assertThat(declared).startsWith("HTTP/1.1 413").contains("http.max.body.bytes");
            StringBuilder chunked = new StringBuilder(head + "Transfer-Encoding: chunked\r\n\r\n");
            String line = event("a") + "\n";
            for (int i = 0; i < 60_000 / line.length(); i++) {
                chunked.append(Integer.toHexString(line.length()))
                        .append("\r\n")
                        .append(line)
                        .append("\r\n");
            }
            chunked.append("0\r\n\r\n");
            String answer = exchange(server, chunked.toString());
            assertThat(answer).startsWith("HTTP/1.1 413").contains("\"accepted\":" + intake.values.size());
            assertThat(intake.values.size()).isPositive().isLessThanOrEqualTo(50_000 / line.length());
        }
    }

    private static String exchange(TestServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.service.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8192];
            for (int got = in.read(buffer); got > 0; got = in.read(buffer)) {
                answer.append(new String(buffer, 0, got, StandardCharsets.UTF_8));
                if (answer.toString().endsWith("}") || answer.toString().endsWith("\r\n0\r\n\r\n")) {
                    break;
                }
            }
            return answer.toString();
        }
    }

    @Test
    void shouldTurnAway_whenTooManyPostAtATime() throws Exception {
        FakeIntake intake = new FakeIntake();
        intake.gate = new CompletableFuture<>();
        try (TestServer server = server(intake, 1 << 20)) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 18; i++) {
                answers.add(postAside(server, event("a")).thenApply(HttpResponse::statusCode));
            }
            await().until(() ->
                    answers.stream().filter(CompletableFuture::isDone).count() == 2);
            assertThat(answers.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                    .containsOnly(503);
            intake.gate.complete("open");
            assertThat(answers.stream().map(CompletableFuture::join).filter(status -> status == 202))
                    .hasSize(16);
        }
    }

    @Test
    void shouldTakeEvents_whenOthersSendSlowly() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (TestServer server = server(new FakeIntake(), 1 << 20)) {
            String begun = "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + NDJSON
                    + "\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n";
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.service.port());
                slow.add(socket);
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                // The server waits for the body once it has said this.
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 100");
                socket.getOutputStream().write('{');
            }
            accepted(server.post("/v1/events", event("a"), "Content-Type", NDJSON));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void shouldListEveryLineThatFailed_howeverManyOthersThereAre() throws Exception {
        try (TestServer server = server(new FakeIntake(), 1 << 20)) {
            String body = "{}\n".repeat(10_005) + event("bad luck") + "\n{}\n";
            JsonNode problem = TestServer.problem(server.post("/v1/events", body, "Content-Type", NDJSON), 503);
            assertThat(problem.get("rejected").asInt()).isEqualTo(10_005);
            assertThat(problem.get("linesTruncated").asBoolean()).isTrue();
            JsonNode last = problem.get("lines").get(10_000);
            assertThat(last.get("line").asInt()).isEqualTo(10_006);
            assertThat(last.get("status").asText()).isEqualTo("failed");
            assertThat(problem.get("nextLine").asInt()).isEqualTo(10_007);
        }
    }

    @Test
    void shouldStopWithoutAnError_whenEventsAreStillUnderWay() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Problems.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        FakeIntake intake = new FakeIntake();
        intake.gate = new CompletableFuture<>();
        TestServer server = server(intake, 1 << 20);
        CompletableFuture<HttpResponse<String>> answer = postAside(server, event("a"));
        await().until(() -> intake.asked.get() == 1);
        server.close();
        await().until(answer::isDone);
        logger.detachAppender(said);
        assertThat(said.list).isEmpty();
    }

    @Test
    void shouldReachTheTopic_andSayWhenTheBrokerIsAway(@TempDir Path folder) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        try {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("events", 2, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers", broker.bootstrapServers(),
                    "request.timeout.ms", 1000,
                    "delivery.timeout.ms", 2000,
                    "max.block.ms", 1000,
                    "linger.ms", 5);
            try (KafkaIntake intake = new KafkaIntake(settings, "events");
                    TestServer server = server(intake, 1 << 20)) {
                StringBuilder body = new StringBuilder();
                for (int i = 0; i < 3000; i++) {
                    body.append(event("i" + i)).append('\n');
                }
                accepted(server.post("/v1/events", event("warm"), "Content-Type", NDJSON));
                JsonNode report = accepted(server.post("/v1/events", body.toString(), "Content-Type", NDJSON));
                assertThat(report.get("accepted").asInt()).isEqualTo(3000);
                List<ConsumerRecord<String, String>> records = records(broker.bootstrapServers(), 3001);
                assertThat(records)
                        .hasSize(3001)
                        .allMatch(record -> record.value().contains("\"" + record.key() + "\""));

                broker.close();
                long start = System.nanoTime();
                JsonNode problem =
                        TestServer.problem(server.post("/v1/events", body.toString(), "Content-Type", NDJSON), 503);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
                assertThat(problem.get("accepted").asInt()).isZero();
                assertThat(problem.get("failed").asInt()).isPositive();
                assertThat(problem.get("nextLine").asInt())
                        .isEqualTo(problem.get("failed").asInt() + 1);
            }
        } finally {
            broker.close();
        }
    }

    private static List<ConsumerRecord<String, String>> records(String bootstrap, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition("events", 0), new TopicPartition("events", 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<String, String>> read = new ArrayList<>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
                return read.size() >= count;
            });
            return read;
        }
    }
}
