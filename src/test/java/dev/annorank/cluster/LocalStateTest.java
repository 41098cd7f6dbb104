package dev.annorank.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {
    private final Path stateDir;
    private final Path store;
    private final Path others;
    private final LocalState state;

    LocalStateTest(@TempDir Path folder) {
        stateDir = folder.resolve("streams");
        store = stateDir.resolve("annorank/2_0/rocksdb/images/000004.sst");
        others = stateDir.resolve("annorank-2/2_0/000004.sst");
        state = new LocalState(stateDir, "annorank");
    }

    @BeforeEach
    void write() throws IOException {
        for (Path file : new Path[] {store, others}) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
    }

    @Test
    void shouldRemoveStateOfAnotherGenerationOnly_whenAWorkerStarts() throws IOException {
        assertThat(state.belongTo("g1")).as("nobody says whose state it is").isTrue();
        assertThat(store).doesNotExist();
        write();
        assertThat(state.belongTo("g1")).isFalse();
        assertThat(store).exists();
        assertThat(state.belongTo("g2")).isTrue();
        assertThat(store).doesNotExist();
        assertThat(state.belongTo("g2")).isFalse();
        assertThat(others).exists();
    }

    @Test
    void shouldStartAnew_whenNothingIsThere() throws IOException {
        assertThat(state.remove()).isTrue();
        assertThat(state.remove()).isFalse();
        assertThat(state.belongTo("g1")).isFalse();
        assertThat(others).exists();
    }

    @Test
    void shouldRemoveState_whenTheBrokersDataIsOfAnEarlierRun(@TempDir Path broker) throws IOException {
        Path run = broker.resolve("annorank.run");
        assertThat(state.belongTo("g1")).isTrue();
        write();
        assertThat(state.belongTo("g1", broker))
                .as("the first run that is noted")
                .isFalse();
        String backup = Files.readString(run);
        assertThat(state.belongTo("g1", broker)).isFalse();
        assertThat(store).exists();

        Files.writeString(run, backup);
        assertThat(state.belongTo("g1", broker)).isTrue();
        assertThat(store).doesNotExist();
        write();
        assertThat(state.belongTo("g1", broker)).isFalse();
        Files.delete(run);
        assertThat(state.belongTo("g1", broker))
                .as("a backup from before runs were noted")
                .isTrue();
        write();
        assertThat(state.belongTo("g2", broker)).as("a reset").isTrue();
        assertThat(others).exists();
    }

    @Test
    void shouldStartAnew_whenWhatNamesTheGenerationCannotBeRead(@TempDir Path broker) throws IOException {
        assertThat(state.belongTo("g1", broker)).isTrue();
        Path generation = stateDir.resolve("annorank.generation");
        Path run = broker.resolve("annorank.run");
        for (Path file : new Path[] {generation, run}) {
            write();
            Files.write(file, new byte[] {(byte) 0xff, (byte) 0xc0, 'x'});
            assertThat(state.belongTo("g1", broker)).as(file + " is no text").isTrue();
            assertThat(store).doesNotExist();
            write();
            Files.delete(file);
            Files.createDirectories(file.resolve("x"));
            assertThat(state.belongTo("g1", broker)).as(file + " is a folder").isTrue();
            assertThat(store).doesNotExist();
        }
        write();
        assertThat(state.belongTo("g1", broker)).isFalse();
        assertThat(store).exists();
    }
}
