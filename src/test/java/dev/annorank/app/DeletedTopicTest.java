package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.cluster.TopicFiles;
import dev.annorank.cluster.TopicManager;
import dev.annorank.config.Settings;
import dev.annorank.score.Measure;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics that somebody deletes under a running worker. */
class DeletedTopicTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"annotations", "instance-scores"})
    void shouldSaySoAndGoOn_whenATopicIsDeletedAndMadeAgain(String topic) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                TestSite site = new TestSite("gone", broker.bootstrapServers(), folder, "d");
                LogLines worker = new LogLines(Worker.class);
                LogLines watch = new LogLines(TopicWatch.class);
                Node node = site.start(Measure.CONTOUR, folder.resolve("node"))) {
            String line = "waiting for topic gone." + topic + ", deleted or not made yet";
            site.label("d", 100);
            await().atMost(SOON).until(() -> site.isRankedLikeBatch("d", Measure.CONTOUR));
            Settings settings = site.settings(Measure.CONTOUR, folder).build();
            try (Admin admin = TestSite.admin(settings)) {
                admin.deleteTopics(List.of("gone." + topic)).all().get(30, TimeUnit.SECONDS);
                await().atMost(SOON).until(() -> !watch.complaints().isEmpty());
                await().atMost(SOON).untilAsserted(() -> {
                    HttpResponse<String> ready = TestNode.get(node, "/health/ready");
                    assertThat(ready.statusCode()).isEqualTo(503);
                    assertThat(ready.body()).contains(line);
                });
                assertThat(TestNode.get(node, "/health/live").statusCode()).isEqualTo(200);

                new TopicManager(admin, TopicFiles.load(site.topics(), 0, 0), OptionalInt.empty()).createMissing();
            }
            await().atMost(SOON).until(node::isReady);
            site.label("d", 100);
            await().atMost(SOON).until(() -> site.isRankedLikeBatch("d", Measure.CONTOUR));
            assertThat(watch.complaints())
                    .containsExactly("The topology is " + line + "; annorank topics apply makes what is missing");
            assertThat(worker.complaints()).isEmpty();
            assertThat(worker.hasStackTrace()).isFalse();
        }
    }
}
