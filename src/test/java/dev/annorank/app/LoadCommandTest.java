package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is sent: there is no broker to send to. */
class LoadCommandTest {
    private static final String NOWHERE = "127.0.0.1:1";
    private static final String GOOD = "[[1,1,9,1,9,9]]";

    @TempDir
    private Path folder;

    private Path file(String name, String... segmentations) throws IOException {
        StringBuilder annotations = new StringBuilder();
        for (int i = 0; i < segmentations.length; i++) {
            annotations
                    .append(i == 0 ? "" : ",\n")
                    .append("{\"id\":" + (i + 1) + ",\"image_id\":1,\"category_id\":1,\"segmentation\":"
                            + segmentations[i] + "}");
        }
        return Files.writeString(
                folder.resolve(name),
                "{\"images\":[{\"id\":1,\"width\":10,\"height\":10}],\"categories\":[{\"id\":1,\"name\":\"c\"}],"
                        + "\"annotations\":[\n" + annotations + "]}");
    }

    private static CommandRun load(Path file, String... more) {
        Object[] args = new Object[4 + more.length];
        args[0] = "load";
        args[1] = file;
        args[2] = "--bootstrap-servers";
        args[3] = NOWHERE;
        System.arraycopy(more, 0, args, 4, more.length);
        return CommandRun.of(args);
    }

    @Test
    void shouldSendNothing_whenAMaskCannotBeScored() throws IOException {
        String sizes = "{\"size\":[9,9],\"counts\":[40,41]}";
        String counts = "{\"size\":[10,10],\"counts\":[5,5]}";
        CommandRun run = load(file("masks.json", GOOD, counts, sizes), "--strict");
        assertThat(run.code()).as("%s", run).isEqualTo(1);
        assertThat(run.err())
                .contains("masks.json: line 3", "masks.json: line 4")
                .doesNotContain("acknowledged");
    }

    @Test
    void shouldKeepTheFile_whenItIsNamedForTheProblemsToo() throws IOException {
        Path file = file("same.json", GOOD, "[]");
        String text = Files.readString(file);
        CommandRun run = load(file, "--problems", file.toString());
        assertThat(run.code()).as("%s", run).isEqualTo(2);
        assertThat(file).hasContent(text);
    }

    @Test
    void shouldSendNothing_whenAnEventIsTooLong() throws IOException {
        String detailed = "[[" + "1.5,2.5,".repeat(1000) + "3,3]]";
        CommandRun run = load(file("long.json", GOOD, detailed), "--strict", "--set", "event.max.bytes=4096");
        assertThat(run.code()).as("%s", run).isEqualTo(1);
        assertThat(run.err()).contains("long.json: line 3", "event.max.bytes").doesNotContain("acknowledged");
    }

    @Test
    void shouldSendNothing_whenAnImageIsTooLongForOneEvent() throws IOException {
        String[] many = new String[200];
        Arrays.fill(many, GOOD);
        CommandRun run = load(file("many.json", many), "--per-image", "--strict", "--set", "event.max.bytes=4096");
        assertThat(run.code()).as("%s", run).isEqualTo(1);
        assertThat(run.err())
                .contains("many.json: image \"1\"", "event.max.bytes", "--per-image")
                .doesNotContain("acknowledged");
    }

    @Test
    void shouldSendNothing_whenAnImageIsTooMuchWorkForOneEvent() throws IOException {
        String[] many = new String[40];
        Arrays.fill(many, "[[" + "0,0,1,9,".repeat(12_000) + "3,3]]");
        CommandRun run = load(file("work.json", many), "--per-image", "--set", "event.max.bytes=16777216");
        assertThat(run.code()).as("%s", run).isEqualTo(1);
        assertThat(run.err())
                .contains("work.json: image \"1\"", "rows of pixels", "--per-image")
                .doesNotContain("acknowledged");
    }

    @Test
    void shouldReadStandardInput_whenTheFileIsADash() {
        InputStream original = System.in;
        try {
            System.setIn(new ByteArrayInputStream("{\"images\": [".getBytes(UTF_8)));
            CommandRun run = CommandRun.of("load", "-", "--bootstrap-servers", "127.0.0.1:1");
            assertThat(run.code()).as(run.toString()).isEqualTo(1);
            assertThat(run.err()).contains("standard-input: ", "is not JSON");
        } finally {
            System.setIn(original);
        }
    }
}
