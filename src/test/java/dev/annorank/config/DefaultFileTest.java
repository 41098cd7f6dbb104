package dev.annorank.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultFileTest {
    private static final Path FILE = Path.of("config", "annorank.properties");

    @Test
    void shouldGiveTheDefaults_whenUsedAsIs() {
        assertThat(Settings.builder().file(FILE).build()).isEqualTo(Settings.defaults());
    }

    @Test
    void shouldSayWhatEachKeyMeans_whenRead() throws IOException {
        List<String> lines = Files.readAllLines(FILE);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean setting = !line.isEmpty() && !line.startsWith("# ");
            boolean explained = i > 0
                    && (lines.get(i - 1).startsWith("# ") || lines.get(i - 1).startsWith("http."));
            assertThat(!setting || line.equals("#") || explained)
                    .as("line %d, \"%s\", has a comment above", i + 1, line)
                    .isTrue();
        }
    }
}
