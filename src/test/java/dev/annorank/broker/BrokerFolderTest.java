package dev.annorank.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.files.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of a broker that has run, and what may be wrong with it. */
class BrokerFolderTest {
    private final Path folder;
    private final Path logs;
    private final Path identity;

    BrokerFolderTest(@TempDir Path folder) {
        this.folder = folder;
        this.logs = folder.resolve("logs");
        this.identity = logs.resolve("meta.properties");
    }

    @BeforeEach
    void run() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            Records.create(broker.bootstrapServers(), "t");
            Records.send(broker.bootstrapServers(), "t", "one", "two");
        }
    }

    private void requireDataIsThere() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(Records.read(broker.bootstrapServers(), "t")).containsExactly("one", "two");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "", "version=1\nnode.id=1\n", "\\u00zz"})
    void shouldPutTheIdentityBack_whenItIsGone(String content) throws Exception {
        Files.delete(identity);
        if (!content.equals("missing")) {
            Files.writeString(identity, content);
        }
        requireDataIsThere();
    }

    @Test
    void shouldSayWhatToDo_whenTheIdentityAndItsCopyAreGone() throws Exception {
        String kept = Files.readString(identity);
        Files.delete(identity);
        Files.delete(folder.resolve("meta.properties"));
        requireRefused("meta.properties is missing", "Put the file back from a backup");
        Files.writeString(identity, kept);
        requireDataIsThere();
    }

    @Test
    void shouldSayWhatToDo_ratherThanTakeAllTopicsForDeleted_whenTheMetadataIsGone() throws Exception {
        Path metadata = logs.resolve("__cluster_metadata-0");
        Path backup = Files.move(metadata, folder.resolve("backup"));
        requireRefused("__cluster_metadata-0 is missing or empty", "Put it back from a backup");
        Files.createDirectories(metadata);
        Files.createFile(metadata.resolve("00000000000000000000.log"));
        requireRefused("__cluster_metadata-0 is missing or empty");
        Files.delete(metadata.resolve("00000000000000000000.log"));
        Files.delete(metadata);
        Files.move(backup, metadata);
        requireDataIsThere();
    }

    @Test
    void shouldNameAFolderThatIsNotKafkas() throws Exception {
        Path foreign = Files.createDirectory(logs.resolve("lost+found"));
        requireRefused("Kafka does not start beside it: lost+found; move it elsewhere");
        Files.delete(foreign);
        // As a broker that is killed while it deletes a topic leaves them behind.
        for (String end : List.of("-delete", "-stray")) {
            Path left = Files.createDirectory(logs.resolve("t-0.0123456789abcdef0123456789abcdef" + end));
            try (Stream<Path> files = Files.list(logs.resolve("t-0"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, left.resolve(file.getFileName()));
                }
            }
        }
        requireDataIsThere();
    }

    @Test
    void shouldSaySo_whenTheFolderIsAFile() throws Exception {
        Folders.delete(logs);
        Files.writeString(logs, "x");
        requireRefused("is no folder");
    }

    private void requireRefused(String... words) {
        assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
                .isInstanceOf(BrokerException.class)
                .hasMessageContainingAll(words);
    }
}
