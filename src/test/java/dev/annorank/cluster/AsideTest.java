package dev.annorank.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsideTest {
    @Test
    void shouldKeepTheLastOfEachNameOnly(@TempDir Path folder) throws IOException {
        Instant noon = Instant.parse("2026-11-30T12:00:00Z");
        for (String name : new String[] {"2_0", "2_01"}) {
            Files.createDirectories(folder.resolve(name).resolve("rocksdb"));
            Files.writeString(folder.resolve(name).resolve("rocksdb/x"), "first");
            Aside.move(folder.resolve(name), noon);
        }
        Files.writeString(folder.resolve("2_0"), "second");
        assertThat(Aside.move(folder.resolve("2_0"), noon.plusSeconds(1)))
                .isEqualTo(folder.resolve("2_0.damaged-2026-11-30T12-00-01Z"))
                .hasContent("second");
        assertThat(folder.resolve("2_0")).doesNotExist();
        assertThat(folder)
                .isDirectoryNotContaining("glob:**/2_0.damaged-2026-11-30T12-00-00Z")
                .isDirectoryContaining("glob:**/2_01.damaged-2026-11-30T12-00-00Z");
    }
}
