package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annorank.bench.CocoEvents;
import dev.annorank.topic.EventReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every part of the benchmark at a size that proves nothing about speed. */
class BenchCommandTest {
    /** Every figure of every part; throughput brings two parts with it. */
    private static final Map<String, List<String>> FIGURES = Map.of(
            "ceiling", List.of("eventsPerSecond"),
            "throughput", List.of("eventsPerSecond", "seconds", "shareOfCeiling"),
            "publishing", List.of("epochs", "records", "recordsPerEvent", "slowestEpochMs"),
            "memory", List.of("heapMiB", "stateBytesPerInstance", "brokerBytesPerInstance"),
            "live", List.of("events", "secondsToSend", "seconds", "eventsPerSecond"),
            "latency",
                    List.of(
                            "capacityEventsPerSecond",
                            "eventsPerSecond",
                            "events",
                            "p50Ms",
                            "p99Ms",
                            "maxMs",
                            "sentLateMaxMs"),
            "growth", List.of("microsecondsPerEventAt100", "recordsPerEventAt100", "ratioOfLargestToSmallest"),
            "epoch", List.of("planMsAt100", "takeMsAt100"),
            "restore", List.of("secondsToStart", "secondsWithoutState"));

    @TempDir
    private Path folder;

    @Test
    void shouldGiveEveryFigure_whenAllIsMeasured() throws IOException {
        Path json = folder.resolve("bench.json");
        CommandRun run = CommandRun.of(
                "bench",
                "--images",
                40,
                "--repeat",
                1,
                "--seconds",
                1,
                "--largest",
                100,
                "--json",
                json,
                "--set",
                "ranking.interval=100ms");
        assertThat(run.code()).as(run.toString()).isZero();
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(figures.path("setup").path("images").asLong()).isEqualTo(40);
        JsonNode parts = figures.path("parts");
        List<String> names = new ArrayList<>();
        parts.fieldNames().forEachRemaining(names::add);
        assertThat(new TreeSet<>(names)).isEqualTo(new TreeSet<>(FIGURES.keySet()));
        FIGURES.forEach((part, wanted) -> wanted.forEach(name -> {
            JsonNode figure = parts.path(part).path(name);
            assertThat(figure.path("median").isNumber()).as("%s %s", part, name).isTrue();
            assertThat(figure.path("values")).as("%s %s", part, name).isNotEmpty();
            assertThat(run.out()).containsPattern(part + " +" + name + " ");
        }));
        long events = CocoEvents.count(0, 40);
        assertThat(parts.path("live").path("events").path("median").asLong()).isEqualTo(events);
        assertThat(parts.path("publishing").path("records").path("median").asLong())
                .isBetween(39L, 40L * events);
    }

    @Test
    void shouldNameItsPartsAsTheyAreTyped() {
        assertThat(CommandRun.of("bench", "--help").out().replaceAll("\\s+", " "))
                .contains("ceiling, throughput, live, latency, growth, epoch, restore");
    }

    @Test
    void shouldMeasureNothingElse_whenOnePartIsNamed() {
        CommandRun run = CommandRun.of("bench", "epoch", "--largest", 50, "--repeat", 1);
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("epoch ") && line.contains("planMsAt50"));
    }

    @Test
    void shouldWriteTheEvents_whenAFileIsNamed() throws IOException {
        Path file = folder.resolve("events.ndjson.gz");
        CommandRun run = CommandRun.of("bench", "--images", 30, "--seed", 5, "--write", file);
        assertThat(run.code()).as(run.toString()).isZero();
        EventReader reader = new EventReader(1 << 20);
        long lines = 0;
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                assertThat(reader.read(null, line.getBytes(StandardCharsets.UTF_8))
                                .dataset())
                        .isEqualTo("coco");
                lines++;
            }
        }
        assertThat(lines).isEqualTo(CocoEvents.count(0, 30));
    }
}
