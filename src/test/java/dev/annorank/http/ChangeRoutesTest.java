package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.ViewState;
import dev.annorank.view.ViewState.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Changes as they happen, and clients that do not read them. */
class ChangeRoutesTest {
    private static final String CHANGES = "/v1/datasets/street/changes";

    /** One client; keeps what it hears. */
    private static final class Listener implements AutoCloseable {
        final List<String> lines = new CopyOnWriteArrayList<>();
        final Socket socket;
        volatile boolean ended;

        Listener(TestServer server, boolean reads) throws IOException {
            socket = new Socket();
            if (!reads) {
                socket.setReceiveBufferSize(4096);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.service.port()));
            socket.getOutputStream()
                    .write(("GET " + CHANGES + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            if (reads) {
                new Thread(this::read).start();
            }
        }

        private void read() {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                lines.add("broken: " + e);
            } finally {
                ended = true;
            }
        }

        /** The data of all events of a kind. */
        List<JsonNode> heard(String event) {
            List<JsonNode> heard = new ArrayList<>();
            for (int i = 0; i + 1 < lines.size(); i++) {
                if (lines.get(i).equals("event: " + event)) {
                    String data = lines.get(i + 1).startsWith("data: ") || i + 2 >= lines.size()
                            ? lines.get(i + 1)
                            : lines.get(i + 2);
                    if (data.startsWith("data: ")) {
                        try {
                            heard.add(TestServer.MAPPER.readTree(data.substring(6)));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                }
            }
            return heard;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static FakeSnapshot ten(long epoch, String best) {
        RankingIndex index = new RankingIndex();
        for (int i = 0; i < 10; i++) {
            String image = i == 0 ? best : "i" + i;
            index.upsert(image, new ImageVector(new String[] {"c"}, new int[] {1}, new double[] {20 - i}));
        }
        return FakeSnapshot.of("street", epoch, index);
    }

    @Test
    void shouldTellEpochStateAndKeptSets_whenTheyChange() throws Exception {
        FakeView view = new FakeView();
        view.show(ten(1, "a"));
        try (TestServer server = TestServer.start(view);
                Listener listener = new Listener(server, true)) {
            await().until(() -> listener.heard("epoch").size() == 1
                    && listener.heard("state").size() == 1);
            assertThat(listener.lines).contains("id: 1");
            view.show(ten(2, "b"));
            await().until(() -> listener.heard("kept").size() == 2);
            JsonNode kept = listener.heard("kept").get(0);
            assertThat(kept.get("previousEpoch").asInt()).isEqualTo(1);
            assertThat(kept.get("epoch").asInt()).isEqualTo(2);
            assertThat(kept.get("pruneRate").asText()).isEqualTo("0.2");
            assertThat(kept.get("entered").toString()).isEqualTo("[\"b\"]");
            assertThat(kept.get("left").toString()).isEqualTo("[\"a\"]");
            assertThat(kept.get("kept").asInt()).isEqualTo(8);
            view.is(new ViewState(Phase.UNREACHABLE, 0, FakeView.NOON, Optional.empty(), "no answer"));
            await().until(() -> listener.heard("state").size() == 2);
            assertThat(listener.heard("state").get(1).get("phase").asText()).isEqualTo("unreachable");
            view.show(ten(3, "b"));
            await().until(() -> listener.heard("epoch").size() == 3);
            assertThat(listener.heard("kept")).as("nothing changed").hasSize(2);
        }
    }

    @Test
    void shouldNotTellOfAnOlderEpoch_whenAClientJoinsBetweenTwo() throws Exception {
        FakeView view = new FakeView();
        view.show(ten(1, "a"));
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HttpOptions options =
                new HttpOptions("127.0.0.1", 0, Optional.empty(), List.of(), 2, 1 << 20, Duration.ofSeconds(30));
        try (TestServer server = TestServer.start(view, options, List.of());
                Listener first = new Listener(server, true)) {
            await().until(() -> first.heard("epoch").size() == 1);
            view.show(held(ten(2, "b"), telling, go));
            assertThat(telling.await(20, TimeUnit.SECONDS)).isTrue();
            view.show(ten(3, "c"));
            try (Listener late = new Listener(server, true)) {
                await().until(() ->
                        server.get(CHANGES, "Accept", "text/event-stream").statusCode() == 503);
                go.countDown();
                await().until(() -> first.lines.contains("id: 3"));
                view.show(ten(4, "d"));
                await().until(() -> late.lines.contains("id: 4"));
                assertThat(late.heard("epoch"))
                        .extracting(epoch -> epoch.get("epoch").asInt())
                        .isSorted();
            }
        }
    }

    /** A snapshot that keeps the thread waiting that tells of it. */
    private static EpochSnapshot held(EpochSnapshot snapshot, CountDownLatch telling, CountDownLatch go) {
        return (EpochSnapshot) Proxy.newProxyInstance(
                EpochSnapshot.class.getClassLoader(), new Class<?>[] {EpochSnapshot.class}, (proxy, method, values) -> {
                    if (method.getName().equals("epoch")
                            && Thread.currentThread().getName().equals("changes")) {
                        telling.countDown();
                        go.await(20, TimeUnit.SECONDS);
                    }
                    return method.invoke(snapshot, values);
                });
    }

    @Test
    void shouldEndStreams_whenTheServiceStops() throws Exception {
        FakeView view = new FakeView();
        view.show(ten(1, "a"));
        TestServer server = TestServer.start(view);
        try (Listener listener = new Listener(server, true)) {
            await().until(() -> listener.heard("epoch").size() == 1);
            long start = System.nanoTime();
            server.close();
            await().until(() -> listener.ended);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(listener.lines).noneMatch(line -> line.startsWith("broken"));
            assertThat(view.listeners()).isZero();
        }
    }

    @Test
    void shouldGoOn_whenClientsDoNotReadOrAreGone() throws Exception {
        FakeView view = new FakeView();
        HttpOptions options =
                new HttpOptions("127.0.0.1", 0, Optional.empty(), List.of(), 40, 1 << 20, Duration.ofSeconds(2));
        view.show(FakeSnapshot.numbered("street", 1, 3000));
        List<Listener> deaf = new ArrayList<>();
        try (TestServer server = TestServer.start(view, options, List.of())) {
            for (int i = 0; i < 39; i++) {
                deaf.add(new Listener(server, false));
            }
            try (Listener listener = new Listener(server, true)) {
                await().until(() -> listener.heard("epoch").size() == 1);
                await().until(() ->
                        server.get(CHANGES, "Accept", "text/event-stream").statusCode() == 503);
                HttpResponse<String> full = server.get(CHANGES);
                assertThat(full.headers().firstValue("Retry-After")).isPresent();
                for (int epoch = 2; epoch <= 300; epoch++) {
                    view.show(epoch % 2 == 0 ? FakeSnapshot.numbered("street", epoch, 1500) : odd(epoch));
                }
                long before = System.nanoTime();
                await().until(() -> listener.lines.contains("id: 300"));
                assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
                // Those who did not read are sent away by the idle timeout, and make room.
                AtomicLong epoch = new AtomicLong(300);
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    for (int i = 0; i < 10; i++) {
                        long number = epoch.incrementAndGet();
                        view.show(number % 2 == 0 ? FakeSnapshot.numbered("street", number, 1500) : odd(number));
                        await().until(() -> listener.lines.contains("id: " + number));
                    }
                    try (Listener another = new Listener(server, true)) {
                        await().atMost(Duration.ofSeconds(5)).until(() -> !another.lines.isEmpty());
                        return another.lines.get(0).contains("200");
                    }
                });
            }
        } finally {
            for (Listener one : deaf) {
                one.close();
            }
        }
    }

    /** As many images, all others: a long message. */
    private static FakeSnapshot odd(long epoch) {
        RankingIndex index = new RankingIndex();
        for (int i = 0; i < 1500; i++) {
            index.upsert(
                    "another/long/name/of/an/image/" + i + ".jpg",
                    new ImageVector(new String[] {"c"}, new int[] {1}, new double[] {2000 - i}));
        }
        return FakeSnapshot.of("street", epoch, index);
    }

    @Test
    void shouldRefuse_whenTheDatasetIsUnknownOrEventsAreNotTaken() throws Exception {
        FakeView view = new FakeView();
        view.show(ten(1, "a"));
        try (TestServer server = TestServer.start(view)) {
            TestServer.problem(server.get("/v1/datasets/nope/changes"), 404);
            TestServer.problem(server.get(CHANGES, "Accept", "application/json"), 406);
            assertThat(server.send("HEAD", CHANGES).statusCode()).isEqualTo(200);
        }
    }
}
