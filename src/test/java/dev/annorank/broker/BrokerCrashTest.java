package dev.annorank.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.cluster.ManifestTopic;
import dev.annorank.cluster.ScoringManifest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerCrashTest {
    private static final int RECORDS = 500;

    /** A process of its own: starts a broker, says where, and stays. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws InterruptedException {
            EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0);
            System.out.println("at " + broker.bootstrapServers());
            Thread.currentThread().join();
        }
    }

    @Test
    void shouldHoldEveryAcknowledgedRecord_whenItsProcessIsKilled(@TempDir Path folder) throws Exception {
        String[] values =
                IntStream.range(0, RECORDS).mapToObj(i -> "record " + i).toArray(String[]::new);
        Process child = startChild(folder);
        try {
            String bootstrap = awaitAddress(child);
            Records.create(bootstrap, "t");
            Records.send(bootstrap, "t", values);
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
                    .hasMessageContaining("in use by another embedded broker");
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            Records.send(broker.bootstrapServers(), "t", "after");
            assertThat(Records.read(broker.bootstrapServers(), "t"))
                    .hasSize(RECORDS + 1)
                    .startsWith(values)
                    .endsWith("after");
        }
    }

    @Test
    void shouldHoldWhatIsPutInPlaceOfAManifest_whenItsProcessIsKilledRightAfter(@TempDir Path folder) throws Exception {
        Map<String, String> settings = Map.of("measure", "contour");
        Process child = startChild(folder);
        String bootstrap = awaitAddress(child);
        try (Admin admin = Admin.create(clients(bootstrap))) {
            ManifestTopic unfinished = manifest(admin, bootstrap, "unfinished");
            unfinished.create();
            unfinished.replace(unfinished.claim(settings).during("--all"));
            ManifestTopic cleared = manifest(admin, bootstrap, "cleared");
            cleared.create();
            cleared.replace(cleared.claim(settings).during("--all"));
            cleared.clear();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = Admin.create(clients(broker.bootstrapServers()))) {
            assertThat(manifest(admin, broker.bootstrapServers(), "unfinished")
                            .read()
                            .flatMap(ScoringManifest::unfinished))
                    .contains("--all");
            ManifestTopic cleared = manifest(admin, broker.bootstrapServers(), "cleared");
            assertThat(cleared.read()).isEmpty();
            assertThat(cleared.claim(settings).unfinished()).isEmpty();
        }
    }

    private static ManifestTopic manifest(Admin admin, String bootstrap, String application) {
        return new ManifestTopic(admin, clients(bootstrap), clients(bootstrap), application);
    }

    private static Map<String, Object> clients(String bootstrap) {
        return Map.of("bootstrap.servers", bootstrap);
    }

    static Process startChild(Path folder) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static String awaitAddress(Process child) throws IOException {
        BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.startsWith("at ")) {
            line = out.readLine();
        }
        return Objects.requireNonNull(line, "the child ended").substring("at ".length());
    }
}
