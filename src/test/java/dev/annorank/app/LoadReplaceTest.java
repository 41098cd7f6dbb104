package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.broker.EmbeddedBroker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that was corrected is loaded again, at a node at work. */
class LoadReplaceTest {
    private static final String SQUARE = "[[10,10,30,10,30,30,10,30]]";
    private static final String LINE = "[[10,10,30,10,20,10]]";

    @TempDir
    private static Path folder;

    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        node = TestNode.start(TestNode.settings(folder.resolve("data")), true);
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    /** A file of images of one annotation each. */
    private static Path file(String name, String segmentation, int... images) throws IOException {
        List<String> listed = new ArrayList<>();
        List<String> annotations = new ArrayList<>();
        for (int image : images) {
            listed.add("{\"id\":" + image + ",\"width\":100,\"height\":80}");
            annotations.add("{\"id\":" + image + ",\"image_id\":" + image + ",\"category_id\":1,\"segmentation\":"
                    + segmentation + "}");
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file,
                "{\"images\":" + listed + ",\"categories\":[{\"id\":1,\"name\":\"a\"}],\"annotations\":" + annotations
                        + "}");
    }

    private static CommandRun load(Object... more) {
        List<Object> args = new ArrayList<>(List.of("load", "--bootstrap-servers", node.bootstrapServers()));
        args.addAll(List.of(more));
        CommandRun run = CommandRun.of(args.toArray());
        return run;
    }

    private static void awaitImages(String dataset, String... images) {
        Set<String> expected = Set.of(images);
        try (PublicReader reader = new PublicReader(node.bootstrapServers())) {
            reader.readUntil(
                    "images of " + dataset + " are " + expected,
                    () -> reader.images(dataset).stream()
                            .map(image -> image.image())
                            .collect(Collectors.toSet())
                            .equals(expected));
        }
    }

    @Test
    void shouldLeaveWhatTheFileSays_whenItReplaces() throws IOException {
        Path first = file("street/annotations.json", SQUARE, 1, 2, 3);
        CommandRun run = load(first);
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.err())
                .contains("annorank: dataset street, named after " + first + "; --dataset NAME names another")
                .doesNotContain("does not name");
        // Two images that only score 0, sent with a version; not waited for until they are ranked.
        run = load(file("lines.json", LINE, 4, 5), "-d", "street", "--event-version", "1769860800000");
        assertThat(run.code()).as("%s", run).isZero();

        Path corrected = file("corrected.json", SQUARE, 1, 2);
        CommandRun unasked = load(corrected, "-d", "street", "--replace");
        assertThat(unasked.code()).as("%s", unasked).isEqualTo(2);
        assertThat(unasked.err())
                .contains("dataset street: 3 images will be deleted, since " + corrected
                        + " does not name them: \"3\", \"4\", \"5\"")
                .contains("say --yes")
                .doesNotContain("acknowledged");
        awaitImages("street", "1", "2", "3", "4", "5");

        run = load(corrected, "-d", "street", "--replace", "--yes");
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.err()).contains("3 images will be deleted", "5 events of dataset street acknowledged");
        CommandRun again = load(corrected, "-d", "street", "--replace");
        assertThat(again.code()).as("%s", again).isZero();
        assertThat(again.err()).contains("no image will be deleted", "2 events of dataset street acknowledged");
        awaitImages("street", "1", "2");
    }

    @Test
    void shouldSayWhatTheFileDoesNotName_whenItOnlyAdds() throws IOException {
        assertThat(load(file("a.json", SQUARE, 1, 2), "-d", "road").code()).isZero();
        assertThat(load(file("b.json", LINE, 7), "-d", "road").code()).isZero();
        awaitImages("road", "1", "2", "7");
        Path file = file("c.json", SQUARE, 2, 3);
        CommandRun run = load(file, "-d", "road");
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.err())
                .contains("annorank: dataset road holds 2 images that " + file
                        + " does not name; --replace deletes them: \"1\", \"7\"\n");
        awaitImages("road", "1", "2", "3", "7");
    }

    @Test
    void shouldDeleteNoImageThatTheFileLists_whenItsEntryCannotBeUsed() throws IOException {
        assertThat(load(file("c1.json", SQUARE, 1, 2), "-d", "odd").code()).isZero();
        String whole = Files.readString(file("c2.json", SQUARE, 1, 2));
        Path sizeless = Files.writeString(
                folder.resolve("c3.json"), whole.replace("{\"id\":2,\"width\":100", "{\"id\":2,\"width\":0"));
        CommandRun run = load(sizeless, "-d", "odd", "--replace");
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.err()).contains("no image will be deleted", "1 events of dataset odd acknowledged");
        Path nameless = Files.writeString(
                folder.resolve("c4.json"), whole.replace("{\"id\":2,\"width\":100", "{\"id\":null,\"width\":100"));
        run = load(nameless, "-d", "odd", "--replace", "--yes");
        assertThat(run.code()).as("%s", run).isEqualTo(1);
        assertThat(run.err())
                .contains("1 of its images cannot be told by their id", "load without --replace")
                .doesNotContain("acknowledged");
        awaitImages("odd", "1", "2");
    }

    @Test
    void shouldReadStandardInput_whenTheFileIsAHyphen() throws IOException {
        byte[] text = Files.readString(file("piped.json", SQUARE, 1)).getBytes(UTF_8);
        InputStream stdin = System.in;
        try {
            System.setIn(new ByteArrayInputStream(text));
            CommandRun run = load("-");
            assertThat(run.code()).as("%s", run).isZero();
            assertThat(run.err())
                    .contains(
                            "annorank: dataset default, since standard input has no name; --dataset NAME names another")
                    .contains("1 events of dataset default acknowledged");
            System.setIn(new ByteArrayInputStream(text));
            assertThat(load("-", "--dataset", "piped").err()).contains("1 events of dataset piped acknowledged");
        } finally {
            System.setIn(stdin);
        }
        awaitImages("piped", "1");
    }

    @Test
    void shouldDeleteNothing_whenNoWorkerHasTakenTheEventsIn() throws IOException {
        Path file = file("alone.json", SQUARE, 1);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("alone"), 0)) {
            String server = broker.bootstrapServers();
            CommandRun bare = CommandRun.of("load", file, "--replace", "--bootstrap-servers", server);
            assertThat(bare.code()).as("%s", bare).isEqualTo(1);
            assertThat(bare.err())
                    .contains("topic annorank.annotations is not there", "annorank topics apply creates it");
            assertThat(CommandRun.of("topics", "apply", "--bootstrap-servers", server)
                            .code())
                    .isZero();
            assertThat(CommandRun.of("load", file, "--bootstrap-servers", server)
                            .code())
                    .isZero();
            CommandRun run = CommandRun.of("load", file, "--replace", "--yes", "--bootstrap-servers", server);
            assertThat(run.code()).as("%s", run).isEqualTo(1);
            assertThat(run.err())
                    .contains("have yet to read 1 records of topic annorank.annotations", "Is one running?")
                    .doesNotContain("acknowledged");
        }
    }
}
