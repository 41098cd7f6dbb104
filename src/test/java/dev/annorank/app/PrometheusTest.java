package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusTest {
    @TempDir
    private static Path folder;

    private static MeasuredTopology topology;

    @BeforeAll
    static void start() throws IOException {
        topology = MeasuredTopology.start(folder);
    }

    @AfterAll
    static void stop() {
        if (topology != null) {
            topology.close();
        }
    }

    @Test
    void shouldKeepTheSeriesOfKafkaFew() throws Exception {
        Thread.sleep(45000);
        String scrape = topology.metrics().scrape();
        Files.writeString(Path.of("target/scrape.txt"), scrape);
        assertThat(scrape.lines().filter(line -> !line.startsWith("#")).count()).isLessThan(750);
    }
}
