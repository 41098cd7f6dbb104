package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annorank.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of a node are damaged; what can be made anew is, and the ranking is that of a batch. */
@Timeout(240)
class DamageTest {
    @TempDir
    private Path folder;

    private LabeledLoad runOnce(long seed) throws Exception {
        LabeledLoad load = new LabeledLoad(seed, "d");
        try (Node node = TestNode.start(TestNode.settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            load.send(node.bootstrapServers(), 600);
            load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
        }
        return load;
    }

    private Path state(String name) {
        return folder.resolve("streams/annorank").resolve(name);
    }

    private List<Path> tables(String store) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("streams"))) {
            return all.filter(one -> one.toString().contains("/rocksdb/" + store + "/")
                            && one.toString().endsWith(".sst"))
                    .toList();
        }
    }

    /** In the first block, which holds entries. */
    private static void flip(Path table) throws IOException {
        byte[] bytes = Files.readAllBytes(table);
        bytes[10] ^= 0x55;
        Files.write(table, bytes);
    }

    @Test
    void shouldSetStateAsideAndRestoreIt_whenItWasDamagedMeanwhile() throws Exception {
        LabeledLoad load = runOnce(51);
        for (Path table : tables("vectors")) {
            flip(table);
        }
        Folders.delete(state("2_0"));
        Files.writeString(state("2_0"), "x");
        Files.writeString(state("2_1/rocksdb/images/CURRENT"), "");
        Files.delete(state("kafka-streams-process-metadata"));
        Files.createDirectories(state("kafka-streams-process-metadata/x"));
        Folders.delete(folder.resolve("view"));
        Files.writeString(folder.resolve("view"), "x");
        try (LogLines repair = new LogLines(StateRepair.class);
                LogLines worker = new LogLines(Worker.class);
                Node node = TestNode.start(TestNode.settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            load.send(node.bootstrapServers(), 300);
            load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
            for (String name : List.of("1_0", "2_0", "2_1", "kafka-streams-process-metadata")) {
                assertThat(repair.complaints())
                        .as(name)
                        .filteredOn(line -> line.startsWith("Local state in " + state(name) + " is damaged ("))
                        .singleElement()
                        .asString()
                        .contains("; it is set aside as " + name + ".damaged-", "and restored from Kafka");
            }
            assertThat(repair.complaints())
                    .filteredOn(line -> line.startsWith(folder.resolve("view") + " is no folder; it is set aside as "))
                    .hasSize(1);
            assertThat(worker.complaints()).isEmpty();
        }
    }

    @Test
    void shouldRestoreAll_whenTheStateFolderIsAFile() throws Exception {
        LabeledLoad load = runOnce(52);
        Folders.delete(folder.resolve("streams"));
        Files.writeString(folder.resolve("streams"), "x");
        try (Node node = TestNode.start(TestNode.settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            load.send(node.bootstrapServers(), 300);
            load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
        }
    }

    @Test
    void shouldSetStateAsideAndRestoreIt_whenDamageShowsWhileRunning() throws Exception {
        LabeledLoad load = runOnce(53);
        try (LogLines repair = new LogLines(StateRepair.class);
                LogLines worker = new LogLines(Worker.class);
                Node node = TestNode.start(TestNode.settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            for (Path table : tables("annotations")) {
                flip(table);
            }
            // Until a block is read that is not in memory.
            await().atMost(Duration.ofMinutes(3)).until(() -> {
                load.send(node.bootstrapServers(), 300);
                return !repair.complaints().isEmpty();
            });
            load.send(node.bootstrapServers(), 300);
            load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
            assertThat(repair.complaints())
                    .allMatch(line -> line.startsWith("Local state in ") && line.contains(" is set aside as 2_"));
            assertThat(worker.complaints()).isEmpty();
            TestNode.awaitReady(node);
        }
    }
}
