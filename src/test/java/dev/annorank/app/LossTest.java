package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.files.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the broker's logs have lost is said at the next start, and nothing is counted twice for it. */
@Timeout(240)
class LossTest {
    private static final int EVENTS = 600;
    private static final int PARTITIONS = 6;

    @TempDir
    private Path folder;

    private final LabeledLoad load = new LabeledLoad(61, "d");

    @BeforeEach
    void run() throws Exception {
        try (Node node = TestNode.start(TestNode.settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            load.send(node.bootstrapServers(), EVENTS);
            load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
        }
    }

    private Path log(String partition) {
        return folder.resolve("broker/logs").resolve(partition).resolve("00000000000000000000.log");
    }

    /** As after a power failure that took the end with it. */
    private void cut(Path log) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        Files.deleteIfExists(folder.resolve("broker/logs/.kafka_cleanshutdown"));
    }

    /** The next start, some more events, and that those that were worked on before are not counted again. */
    private List<String> startAgain() throws Exception {
        try (LogLines losses = new LogLines(Installations.class);
                Node node = TestNode.start(TestNode.settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            assertThat(beyondTheEnd(node.bootstrapServers())).isEmpty();
            load.send(node.bootstrapServers(), 300);
            load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
            return losses.complaints();
        }
    }

    /** Where workers would go on behind what there is: Kafka would have them begin at the log's beginning instead. */
    private static Map<TopicPartition, Long> beyondTheEnd(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Map<TopicPartition, Long> committed = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
            admin.listConsumerGroupOffsets("annorank")
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS)
                    .forEach((partition, offset) -> committed.put(partition, offset.offset()));
            assertThat(committed).isNotEmpty();
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            committed.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
            admin.listOffsets(asked)
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .forEach((partition, end) -> committed.computeIfPresent(
                            partition, (same, offset) -> offset > end.offset() ? offset : null));
            return committed;
        }
    }

    @Test
    void shouldSayWhatIsLost_andCountNothingTwice_whenTheLogOfEventsIsCut() throws Exception {
        cut(log("annorank.annotations-1"));
        assertThat(startAgain())
                .singleElement()
                .asString()
                .startsWith("Topic annorank.annotations: its log ends early; ")
                .contains(" of partition 1) at its end are lost", "load those files again");
        assertThat(startAgain()).as("said once").isEmpty();
    }

    @Test
    void shouldNameTheWayOut_whenTheLogOfStateIsCut() throws Exception {
        List<String> changelogs = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> "annorank-annotations-changelog-" + partition)
                .toList();
        String longest = changelogs.stream()
                .max(Comparator.comparingLong(one -> log(one).toFile().length()))
                .orElseThrow();
        cut(log(longest));
        assertThatThrownBy(() -> Node.start(TestNode.settings(folder), true))
                .hasMessageStartingWith("Topic annorank-annotations-changelog: its log ends early; ")
                .hasMessageContainingAll(" changes (", " are lost\n", "annorank reset --all");
        CommandRun reset = CommandRun.of(
                "reset", "--all", "--embedded", "--yes", "--data", folder, "--set", "ranking.partitions=2");
        assertThat(reset.code()).as(reset.toString()).isZero();
        assertThat(startAgain()).isEmpty();
    }

    @Test
    void shouldSayWhatIsLost_whenEventsWereDeletedBehindItsBack() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Nobody has worked on these.
            load.send(broker.bootstrapServers(), 100);
            deleteFirstPartition(admin, "annorank.annotations");
        }
        assertThat(complaints())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .contains(" of partition 0) were deleted before they were worked on. The ranking lacks them"))
                .anySatisfy(line -> assertThat(line).contains(" of partition 0) at its beginning were deleted"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }

    /** Runs for so many more events, and until it is noted where their log ends. */
    private void workOn(int events) throws Exception {
        try (Node node = TestNode.start(TestNode.settings(folder), true)) {
            load.send(node.bootstrapServers(), events);
            Path noted = folder.resolve("streams/annorank.ends");
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(noted) && sum(noted) == EVENTS + events);
        }
    }

    private static long sum(Path noted) throws IOException {
        return Files.readAllLines(noted).stream()
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    private static void deleteFirstPartition(Admin admin, String topic) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(-1)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    /** What the next start says. */
    private List<String> complaints() throws IOException {
        try (LogLines losses = new LogLines(Installations.class);
                Node node = TestNode.start(TestNode.settings(folder), true)) {
            assertThat(node.isReady()).isTrue();
            return losses.complaints();
        }
    }

    @Test
    void shouldCountWhatABackupLacks_whenOnlyTheBrokersDataIsPutBack(@TempDir Path backup) throws Exception {
        copy(folder.resolve("broker"), backup.resolve("broker"));
        workOn(200);
        Files.move(folder.resolve("broker"), backup.resolve("newer"));
        copy(backup.resolve("broker"), folder.resolve("broker"));
        assertThat(complaints())
                .singleElement()
                .asString()
                .startsWith("Topic annorank.annotations: the broker's data is older than the state beside it")
                .contains("backup; 200 events (", " that came later are lost, of after 20", "load those files again");
        assertThat(complaints()).as("said once").isEmpty();
    }

    @Test
    void shouldSayNothing_whenABackupOfAllIsPutBack(@TempDir Path backup) throws Exception {
        for (String part : List.of("broker", "streams")) {
            copy(folder.resolve(part), backup.resolve(part));
        }
        workOn(200);
        for (String part : List.of("broker", "streams")) {
            Files.move(folder.resolve(part), backup.resolve("newer-" + part));
            copy(backup.resolve(part), folder.resolve(part));
        }
        assertThat(complaints()).isEmpty();
    }

    @Test
    void shouldPublishAnEpoch_whenThoseOfBeforeWereDeleted() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            deleteFirstPartition(admin, "annorank.ranking-epochs");
        }
        try (Node node = TestNode.start(TestNode.settings(folder), true)) {
            await("readers find the dataset")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> TestNode.get(node, "/v1/datasets/d/ranking").statusCode() == 200);
        }
    }

    @Test
    void shouldSayNothing_whenKilledOrStateIsGone() throws Exception {
        Folders.delete(folder.resolve("streams"));
        assertThat(startAgain()).isEmpty();
        assertThat(startAgain()).isEmpty();
    }
}
