package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.files.Folders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A part of a running node fails, and health says so. */
@Timeout(180)
class NodeFailureTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @AfterEach
    void mend() {
        FailingInterceptor.have(thread -> {});
    }

    private SettingsBuilder settings() {
        return TestNode.settings(folder)
                .set("consumer.interceptor.classes", FailingInterceptor.class.getName())
                // What fails is to be seen by health, not to be waited for.
                .set("http.port", "0");
    }

    private static HttpResponse<String> ask(Node node, String what) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.httpAddress() + "/health/" + what))
                .timeout(Duration.ofSeconds(10))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static void awaitHealth(Node node, int live, int ready, String... words) {
        // The faults are errors that nobody catches.
        await().dontCatchUncaughtExceptions().atMost(SOON).untilAsserted(() -> {
            HttpResponse<String> now = ask(node, "ready");
            assertThat(now.body()).contains(words);
            assertThat(now.statusCode()).isEqualTo(ready);
            assertThat(ask(node, "live").statusCode()).isEqualTo(live);
        });
    }

    @Test
    void shouldNotBeReady_whenEventsWaitAndNothingMoves() throws Exception {
        LabeledLoad load = new LabeledLoad(41, "d");
        CountDownLatch go = new CountDownLatch(1);
        try (Node node = TestNode.start(settings(), true)) {
            load.send(node.bootstrapServers(), 100);
            awaitHealth(node, 200, 200, "running");
            FailingInterceptor.have(thread -> {
                if (thread.contains("-StreamThread-")) {
                    awaitUninterrupted(go);
                }
            });
            load.send(node.bootstrapServers(), 100);
            awaitHealth(node, 200, 503, "events: ", "records wait in annorank.", "nothing has moved past", "since ");
            go.countDown();
            awaitHealth(node, 200, 200, "running");
        } finally {
            go.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldNotBeLive_whenAThreadThatRestoresStateDies() throws Exception {
        LabeledLoad load = new LabeledLoad(42, "d");
        try (Node node = TestNode.start(settings(), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            load.send(node.bootstrapServers(), 300);
            reader.readEvents("d", 300);
        }
        Folders.delete(folder.resolve("streams"));
        FailingInterceptor.have(thread -> {
            if (thread.contains("-StateUpdater-")) {
                throw new LinkageError("of a test");
            }
        });
        try (Node node = Node.start(settings(), true)) {
            // Some versions of Kafka Streams fail as a whole then, some go on; either way only a restart mends it.
            awaitHealth(node, 503, 503, "topology: ", "since ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "annorank-view, 'view: stopped: java.lang.LinkageError: of a test'",
        "annorank-view-instances, 'view: reading the instances has ended: java.lang.LinkageError: of a test'"
    })
    void shouldNotBeLive_whenAThreadOfTheViewDies(String doomed, String words) throws Exception {
        LabeledLoad load = new LabeledLoad(43, "d");
        try (Node node = TestNode.start(settings(), true)) {
            FailingInterceptor.have(thread -> {
                if (thread.equals(doomed)) {
                    throw new LinkageError("of a test");
                }
            });
            load.send(node.bootstrapServers(), 100);
            awaitHealth(node, 503, 503, words, "since ");
        }
    }

    @Test
    void shouldNotBeReady_whenKafkaDoesNotAnswer() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            SettingsBuilder its = settings()
                    .set("data.dir", folder.resolve("data").toString())
                    .set("bootstrap.servers", broker.bootstrapServers())
                    .set("replication.factor", "1");
            try (Node node = TestNode.start(its, false)) {
                assertThat(broker.hasStopped()).isFalse();
                broker.close();
                assertThat(ask(node, "live").statusCode()).isEqualTo(200);
                awaitHealth(node, 200, 503, "Kafka: does not answer for ", "since ");
                await().until(broker::hasStopped);
            }
        }
    }
}
