package dev.annorank.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTopicTest {
    private static final int WORKERS = 4;
    private static final int ROUNDS = 5;

    @Test
    void shouldAgreeOnOneManifest_whenSeveralWorkersFindNone(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            for (int round = 0; round < ROUNDS; round++) {
                String application = "race-" + round;
                CyclicBarrier start = new CyclicBarrier(WORKERS);
                List<Future<ScoringManifest>> claims = new ArrayList<>();
                for (int worker = 0; worker < WORKERS; worker++) {
                    Map<String, String> settings = Map.of("measure", worker % 2 == 0 ? "contour" : "polygon");
                    claims.add(threads.submit(() -> {
                        try (Admin admin = Admin.create(kafka)) {
                            ManifestTopic manifest = new ManifestTopic(admin, kafka, kafka, application);
                            start.await(30, TimeUnit.SECONDS);
                            manifest.create();
                            return manifest.claim(settings);
                        }
                    }));
                }
                Set<ScoringManifest> agreed = new HashSet<>();
                for (Future<ScoringManifest> claim : claims) {
                    agreed.add(claim.get(60, TimeUnit.SECONDS));
                }
                assertThat(agreed).as("round %d", round).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
