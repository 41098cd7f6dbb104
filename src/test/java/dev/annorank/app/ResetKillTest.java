package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.score.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reset as a process of its own, killed at random moments and run again. */
@Tag("chaos")
class ResetKillTest {
    private static final int KILLS = 8;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final long seed = Long.getLong("chaos.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void shouldRankLikeBatch_whenResetsWereKilled(@TempDir Path folder) throws Exception {
        Path dir = folder.resolve("worker");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                TestSite site = new TestSite("kill", broker.bootstrapServers(), dir, "d", "e")) {
            try (Node node = site.start(Measure.CONTOUR, dir)) {
                site.label("d", 1_500);
                site.label("e", 300);
                awaitBatch(site, Measure.CONTOUR);
                await().atMost(SOON).until(node::isReady);
            }
            long wholeMs = kill(folder, broker, KILLS, "--all", "-s", "measure=polygon");
            try (Node node = site.start(Measure.POLYGON, dir)) {
                awaitBatch(site, Measure.POLYGON);
                await().atMost(SOON).until(node::isReady);
            }
            kill(folder, broker, KILLS, "--dataset", "d", "-s", "measure=polygon");
            try (Node node = site.start(Measure.POLYGON, dir)) {
                site.label("d", 100);
                awaitBatch(site, Measure.POLYGON);
                await().atMost(SOON).until(node::isReady);
            }
            System.out.printf("chaos: reset-kills seed=%d kills=%d reset=%d ms; all holds%n", seed, 2 * KILLS, wholeMs);
        }
    }

    /** Kills as many resets, each at some moment of its life, then lets one end; returns how long a whole one takes. */
    private long kill(Path folder, EmbeddedBroker broker, int times, String... scope) throws Exception {
        long lifeMs = 4_000;
        for (int i = 0; i < times; i++) {
            Process reset = start(folder, broker, scope);
            if (reset.waitFor(random.nextLong(lifeMs / 4, lifeMs), TimeUnit.MILLISECONDS)) {
                assertThat(reset.exitValue())
                        .as("seed %d: %s", seed, said(folder))
                        .isZero();
            } else {
                reset.destroyForcibly().waitFor();
            }
        }
        long startNs = System.nanoTime();
        Process last = start(folder, broker, scope);
        assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as("seed %d: %s", seed, said(folder)).isZero();
        return (System.nanoTime() - startNs) / 1_000_000;
    }

    private static Process start(Path folder, EmbeddedBroker broker, String... scope) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "reset",
                "--yes",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--data",
                folder.resolve("worker").toString(),
                "-s",
                "application.id=kill",
                "-s",
                "topics.prefix=kill."));
        command.addAll(List.of(scope));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()))
                .start();
    }

    private static Path log(Path folder) {
        return folder.resolve("reset.log");
    }

    private static String said(Path folder) throws IOException {
        return Files.readString(log(folder));
    }

    private void awaitBatch(TestSite site, Measure measure) {
        for (String dataset : List.of("d", "e")) {
            await("seed " + seed)
                    .atMost(SOON)
                    .until(() -> site.isRankedLikeBatch(dataset, measure)
                            && site.published.get(dataset).counted().total() == site.sent(dataset));
        }
    }
}
