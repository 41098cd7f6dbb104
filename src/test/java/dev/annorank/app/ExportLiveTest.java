package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command against a node at work, and against none. */
class ExportLiveTest {
    private static final int IMAGES = 60;

    @TempDir
    private static Path folder;

    private static Node node;
    private static Path file;

    @BeforeAll
    static void load() throws IOException {
        node = TestNode.start(TestNode.settings(folder.resolve("data")), true);
        file = Files.writeString(folder.resolve("street.json"), dataset(new Random(5)));
        CommandRun load = CommandRun.of("load", file, "-d", "street", "--bootstrap-servers", node.bootstrapServers());
        assertThat(load.code()).as(load.toString()).isZero();
        try (PublicReader reader = new PublicReader(node.bootstrapServers())) {
            reader.readEvents("street", 3L * IMAGES);
        }
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    private static String dataset(Random random) {
        List<String> images = new ArrayList<>();
        List<String> annotations = new ArrayList<>();
        for (int image = 1; image <= IMAGES; image++) {
            images.add(String.format(
                    Locale.ROOT, "{\"id\":%d,\"width\":100,\"height\":80,\"file_name\":\"i/%d.jpg\"}", image, image));
            for (int i = 0; i < 3; i++) {
                annotations.add(String.format(
                        Locale.ROOT,
                        "{\"id\":%d,\"image_id\":%d,\"category_id\":%d,\"segmentation\":[[10,10,%d,10,%d,%d]]}",
                        annotations.size() + 1,
                        image,
                        1 + random.nextInt(2),
                        12 + random.nextInt(60),
                        12 + random.nextInt(60),
                        12 + random.nextInt(60)));
            }
        }
        return "{\"images\":[" + String.join(",", images) + "],\"annotations\":[" + String.join(",\n", annotations)
                + "],\"categories\":[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}]}";
    }

    private static CommandRun export(Object... more) {
        List<Object> args = new ArrayList<>(List.of("export", "--bootstrap-servers", node.bootstrapServers()));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.3, 1})
    void shouldKeepTheFirstImagesOfTheBatchRanking(double rate) {
        List<String> batch = CommandRun.of("rank", file).out().lines().toList();
        CommandRun run = export("-d", "street", "-p", rate, "--format", "csv");
        assertThat(run.code()).as(run.toString()).isZero();
        int kept = (int) Math.rint((1 - rate) * (batch.size() - 1));
        assertThat(run.out().lines().toList()).isEqualTo(batch.subList(0, kept + 1));
    }

    @Test
    void shouldListTheFilesThatTheEventsNamed() throws Exception {
        assumeInstances();
        Path list = folder.resolve("train.txt");
        CommandRun run = export("-d", "street", "-p", "0.5", "--format", "yolo", "-o", list);
        assertThat(run.code()).as(run.toString()).isZero();
        List<String> ids = export("-d", "street", "-p", "0.5").out().lines().toList();
        assertThat(Files.readAllLines(list))
                .hasSize(30)
                .isEqualTo(ids.stream().map(id -> "./i/" + id + ".jpg").toList());
    }

    /** Skips the test where the data path publishes no single instances. */
    private static void assumeInstances() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrapServers()))) {
            String topic = Topics.standard().instances();
            assumeTrue(
                    admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(topic), "there is no topic " + topic);
        }
    }

    @Test
    void shouldFilterAndSayHowItWasScored() throws Exception {
        Path kept = folder.resolve("kept.json");
        CommandRun run = export("-d", "street", "-p", "0.4", "--coco", file, "-o", kept);
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.err()).contains("36 images and 108 annotations written; left out: 24 images");
        assertThat(CommandRun.of("rank", kept).out().lines()).hasSize(37);
        assertThat(Files.readString(folder.resolve("kept.json.meta.json")))
                .contains("\"dataset\" : \"street\"", "\"measure\" : \"contour\"", "\"iscrowd\" : \"exclude\"")
                .contains("\"kept\" : 36", "\"annotations\" : 108");
    }

    @Test
    void shouldRefuse_whenTheFileNamesOtherPicturesThanTheEvents() throws Exception {
        assumeInstances();
        Path other = Files.writeString(
                folder.resolve("other.json"),
                Files.readString(file).replace("\"i/", "\"k").replace("\"width\":100", "\"width\":101"));
        Path kept = folder.resolve("other-kept.json");
        CommandRun run = export("-d", "street", "--keep", "20", "--coco", other, "-o", kept);
        assertThat(run.code()).as(run.toString()).isEqualTo(1);
        assertThat(run.err())
                .contains("annorank: 20 of 20 kept images have another name or size in " + other + ": image \"")
                .contains(" x 80 in the ranking", ", 101 x 80 in the file; ", "dataset? --force takes it all the same");
        assertThat(kept).doesNotExist();
        CommandRun forced = export("-d", "street", "--keep", "20", "--coco", other, "-o", kept, "--force");
        assertThat(forced.code()).as(forced.toString()).isZero();
        assertThat(forced.err()).contains("20 of 60 ranked images of dataset street kept, epoch ");
        assertThat(Files.readString(folder.resolve("other-kept.json.meta.json")))
                .contains("\"keep\" : 20,");
    }

    @Test
    void shouldSayThatTheMeasureIsUnknown_whenNothingTellsIt() throws Exception {
        Path kept = folder.resolve("kept.txt");
        CommandRun run = export("-d", "street", "-p", "0.4", "-o", kept, "--set", "application.id=another");
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.err()).contains("how masks were measured is not known");
        assertThat(Files.readAllLines(kept)).hasSize(36);
        assertThat(Files.readString(folder.resolve("kept.txt.meta.json")))
                .contains("\"measure\" : \"unknown\"", "\"iscrowd\" : \"unknown\"");
    }

    @Test
    void shouldNameTheDatasetsThatThereAre_whenThisOneIsNot() {
        CommandRun run = export("-d", "road", "-p", "0.4");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("annorank: there is no dataset road; there is street\n");
    }

    @Test
    void shouldSaySo_whenKafkaDoesNotAnswer() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        CommandRun run = CommandRun.of(
                "export", "-d", "street", "-p", "0", "--timeout", "2", "--bootstrap-servers", "127.0.0.1:" + closed);
        assertThat(run.code()).as(run.toString()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("annorank: nobody listens at 127.0.0.1:").doesNotContain("\tat ");
    }

    @Test
    void shouldSaySo_whenThereAreNoTopics() {
        try (EmbeddedBroker empty = EmbeddedBroker.start(folder.resolve("empty"), 0)) {
            CommandRun run =
                    CommandRun.of("export", "-d", "street", "-p", "0", "--bootstrap-servers", empty.bootstrapServers());
            assertThat(run.code()).as(run.toString()).isEqualTo(1);
            assertThat(run.err()).contains("there is no ranking to export (waiting for topics");
        }
    }
}
