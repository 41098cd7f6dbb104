package dev.annorank.app;

import static org.awaitility.Awaitility.await;

import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** Nodes with free ports and short intervals. */
final class TestNode {
    private TestNode() {}

    static SettingsBuilder settings(Path dataDir) {
        return Settings.builder()
                .set("data.dir", dataDir.toString())
                .set("broker.port", "0")
                .set("http.port", "0")
                .set("num.stream.threads", "2")
                .set("ranking.partitions", "2")
                .set("ranking.interval", "200ms")
                .set("event.max.bytes", "65536");
    }

    /** Starts a node and waits until it works. */
    static Node start(SettingsBuilder settings, boolean embedded) throws IOException {
        Node node = Node.start(settings, embedded);
        awaitReady(node);
        return node;
    }

    /** What a node answers. */
    static HttpResponse<String> get(Node node, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.httpAddress() + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    static void awaitReady(Node node) {
        await("the node is ready").atMost(Duration.ofMinutes(2)).until(node::isReady);
    }
}
