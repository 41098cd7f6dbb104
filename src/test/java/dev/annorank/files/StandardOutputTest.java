package dev.annorank.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.annorank.app.OutputsTest;
import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results that standard output does not take. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandardOutputTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path folder;

    private static void requireRefused(Object... args) throws IOException, InterruptedException {
        assumeTrue(Files.exists(FULL) && !Files.isRegularFile(FULL), "no /dev/full on this system");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" >" + FULL, "sh"));
        command.addAll(OutputsTest.program(args));
        Process process = new ProcessBuilder(command).start();
        String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said)
                .contains("annorank: standard output takes no more; what is there is not all")
                .doesNotContain("images ranked", "NOT the batch ranking");
    }

    @Test
    void shouldSaySo_whenItDoesNotTakeARanking() throws Exception {
        Path input = Files.writeString(folder.resolve("input.json"), OutputsTest.INPUT);
        requireRefused("rank", input);
    }

    @Test
    void shouldSaySo_whenItDoesNotTakeAMeasurement() throws Exception {
        requireRefused("bench", "epoch", "--largest", "100", "--repeat", "1");
    }

    @Test
    void shouldSaySo_whenItDoesNotTakeWhatWasDoneToTopics() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                folder.resolve("broker"), 0, Settings.builder().build().outputMaxBytes())) {
            requireRefused("topics", "apply", "--bootstrap-servers", broker.bootstrapServers());
            requireRefused("reset", "--all", "--yes", "--bootstrap-servers", broker.bootstrapServers());
        }
    }

    @Test
    void shouldSaySo_whenItDoesNotTakeTheDemo() throws Exception {
        requireRefused("demo", "--events", "50");
    }
}
