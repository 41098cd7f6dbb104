package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annorank.files.OutputFile;
import dev.annorank.files.Outputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the files of a command go, whatever is there already. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public class OutputsTest {
    private static final String RANKING = "rank,image_id,score\n1,1,1.0\n";

    /** A file to rank. */
    public static final String INPUT = """
            {"images":[{"id":1,"width":9,"height":9}],"categories":[{"id":1,"name":"b"}],
            "annotations":[{"id":1,"image_id":1,"category_id":1,"segmentation":[[1,1,7,2,5,7]]}]}""";

    @TempDir
    private Path folder;

    private Path input;

    @BeforeEach
    void writeInput() throws IOException {
        input = Files.writeString(folder.resolve("input.json"), INPUT);
    }

    private CommandRun rankTo(Path output) {
        return CommandRun.of("rank", input, "-o", output);
    }

    private static void requireGood(CommandRun run) {
        assertThat(run.code()).as(run.toString()).isZero();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldWriteToAPipe_whenOneIsNamed() throws Exception {
        Path pipe = Pipes.make(folder.resolve("pipe"));
        CompletableFuture<String> read = Pipes.read(pipe);
        requireGood(rankTo(pipe));
        assertThat(Files.isRegularFile(pipe)).as("a file in the pipe's place").isFalse();
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(RANKING);
        assertThat(names(folder)).containsExactly("input.json", "pipe");
    }

    @Test
    void shouldWriteWhatALinkPointsTo_whetherItIsThereOrNot() throws IOException {
        Path links = Files.createDirectory(folder.resolve("links"));
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.writeString(files.resolve("old.csv"), "of yesterday");
        for (String name : List.of("old.csv", "new.csv")) {
            Path link = Files.createSymbolicLink(links.resolve(name), Path.of("../files", name));
            Path linkToLink = Files.createSymbolicLink(links.resolve("to-" + name), link);
            requireGood(rankTo(linkToLink));
            assertThat(link).isSymbolicLink();
            assertThat(linkToLink).isSymbolicLink();
            assertThat(files.resolve(name)).hasContent(RANKING);
        }
        assertThat(names(files)).containsExactly("new.csv", "old.csv");
    }

    @Test
    void shouldSaySo_whenLinksLeadNowhere() throws IOException {
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        Path lost = Files.createSymbolicLink(folder.resolve("lost"), Path.of("none/x.csv"));
        requireRefused(rankTo(circle), 1, "cannot write " + circle + ": ");
        requireRefused(rankTo(lost), 1, "cannot write " + lost + ": folder " + folder + "/none does not exist");
        assertThat(names(folder)).containsExactly("circle", "input.json", "lost");
    }

    private static void requireRefused(CommandRun run, int code, String message) {
        assertThat(run.code()).as(run.toString()).isEqualTo(code);
        assertThat(run.err()).startsWith("annorank: ").contains(message);
        assertThat(run.err().lines()).as("no stack trace").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--r-----", "rw-rw-rw-", "rwxr-xr-x"})
    void shouldKeepThePermissions_whenAFileIsReplaced(String permissions) throws IOException {
        Path output = Files.writeString(folder.resolve("ranking.csv"), "of yesterday");
        Files.setPosixFilePermissions(output, PosixFilePermissions.fromString(permissions));
        requireGood(rankTo(output));
        assertThat(output).hasContent(RANKING);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output)))
                .isEqualTo(permissions);
    }

    @Test
    void shouldGiveAFileThePermissionsOfAnyNewOne_whenThereIsNone() throws IOException {
        Path output = folder.resolve("ranking.csv");
        requireGood(rankTo(output));
        assertThat(Files.getPosixFilePermissions(output)).isEqualTo(Files.getPosixFilePermissions(input));
    }

    @Test
    void shouldWriteTheFile_whenItsNameIsAsLongAsNamesMayBe() throws IOException {
        Path output = folder.resolve("r".repeat(255));
        requireGood(rankTo(output));
        assertThat(output).hasContent(RANKING);
        requireRefused(rankTo(folder.resolve("r".repeat(256))), 1, "rrr: File name too long");
        assertThat(names(folder)).hasSize(2);
    }

    @Test
    void shouldNotTouchAFileBesideIt_whateverItsName() throws IOException {
        String partial = ".ranking.csv." + ProcessHandle.current().pid() + ".partial";
        Path other = Files.writeString(folder.resolve("other"), "another's");
        Path planted = Files.createSymbolicLink(folder.resolve(partial), other);
        requireGood(rankTo(folder.resolve("ranking.csv")));
        assertThat(other).hasContent("another's");
        assertThat(planted).isSymbolicLink();
        assertThat(Files.isRegularFile(folder.resolve("ranking.csv"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void shouldRefuse_whenAnOutputHasNoName() {
        requireRefused(CommandRun.of("rank", input, "-o", ""), 2, "an output is named with an empty text");
        requireRefused(CommandRun.of("rank", input, "--classes", ""), 2, "an output is named with an empty text");
        requireRefused(CommandRun.of("rank", input, "-o", "/"), 2, "cannot write /: it is the root of all folders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o", "--instances", "--classes"})
    void shouldRefuse_whenAnOutputIsTheInput(String option) throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        List<Path> same = List.of(
                input,
                sub.resolve("../input.json"),
                Files.createSymbolicLink(folder.resolve("soft"), input),
                Files.createLink(folder.resolve("hard"), input));
        for (Path output : same) {
            String text = Files.readString(input);
            CommandRun run = CommandRun.of("rank", input, option, output);
            requireRefused(run, 2, output + " is to be written, but it is the file that is read as " + input);
            assertThat(input).hasContent(text);
        }
        assertThat(names(folder)).containsExactly("hard", "input.json", "soft", "sub");
    }

    @Test
    void shouldRefuse_whenAnOutputIsTheFileOfSettings() throws IOException {
        Path config = Files.writeString(folder.resolve("c.properties"), "measure=polygon");
        for (String option : List.of("--output", "--classes")) {
            requireRefused(CommandRun.of("rank", input, "--config", config, option, config), 2, "is read as " + config);
        }
        requireRefused(CommandRun.of("bench", "--config", config, "--json", config), 2, "is read as " + config);
        assertThat(config).hasContent("measure=polygon");
    }

    @Test
    void shouldRefuse_whenTwoOutputsAreOneFile() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Path linkedFolder = Files.createSymbolicLink(folder.resolve("linked"), sub);
        Path one = sub.resolve("x.csv");
        List<Path> same = List.of(
                sub.resolve("../sub/x.csv"),
                linkedFolder.resolve("x.csv"),
                Files.createSymbolicLink(folder.resolve("dangling"), one));
        for (Path other : same) {
            CommandRun run = CommandRun.of("rank", folder.resolve("absent.json"), "-o", one, "--classes", other);
            requireRefused(run, 2, other + " is to be written twice, here and as " + one);
        }
        assertThat(names(sub)).isEmpty();
    }

    @Test
    void shouldNameTheFileAndLeaveNothing_whenTheDiskTakesNoMore() throws Exception {
        StringBuilder images = new StringBuilder("{\"id\":0,\"width\":9,\"height\":9}");
        StringBuilder annotations = new StringBuilder();
        for (int i = 1; i <= 5000; i++) {
            images.append(",{\"id\":").append(i).append(",\"width\":9,\"height\":9}");
            annotations
                    .append(i == 1 ? "" : ",\n")
                    .append("{\"id\":1,\"category_id\":1,\"image_id\":")
                    .append(i);
            annotations.append(",\"segmentation\":[[1,1,7,2,5,7]]}");
        }
        Files.writeString(
                input,
                "{\"images\":[" + images + "],\"annotations\":[" + annotations
                        + "],\"categories\":[{\"id\":1,\"name\":\"b\"}]}");
        Path output = folder.resolve("ranking.csv");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 16; exec \"$@\"", "sh"));
        command.addAll(program("rank", input, "--classes", folder.resolve("c.csv"), "-o", output));
        Process rank = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(rank.getInputStream().readAllBytes(), UTF_8);
        assertThat(rank.waitFor()).as(said).isEqualTo(1);
        assertThat(said).startsWith("annorank: cannot write " + output + ": ").contains("make room");
        assertThat(names(folder)).containsExactly("input.json");
    }

    /** The command that runs annorank in a process of its own. */
    public static List<String> program(Object... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        Stream.of(args).map(Object::toString).forEach(command::add);
        return command;
    }

    @Test
    void shouldLeaveNothing_whenStoppedByASignal() throws Exception {
        Path pipe = Pipes.make(folder.resolve("pipe"));
        Process rank = new ProcessBuilder(program("rank", input, "--instances", folder.resolve("i.csv"), "-o", pipe))
                .redirectErrorStream(true)
                .start();
        await().until(() -> names(folder).stream().anyMatch(name -> name.endsWith(".partial")));
        rank.toHandle().destroy();
        assertThat(rank.waitFor()).isEqualTo(128 + 15);
        assertThat(names(folder)).containsExactly("input.json", "pipe");
    }

    @Test
    void shouldNotHoldUpAStop_whenAPipeHasNoReaderYet() throws Exception {
        Path pipe = Pipes.make(folder.resolve("pipe"));
        try (Outputs outputs = new Outputs()) {
            CompletableFuture<OutputFile> created = new CompletableFuture<>();
            Thread creating = new Thread(() -> {
                try {
                    created.complete(outputs.create(pipe));
                } catch (IOException e) {
                    created.completeExceptionally(e);
                }
            });
            creating.start();
            await().until(() -> Stream.of(creating.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("openDirect")));
            // Whatever ends the outputs needs the same lock.
            CompletableFuture.runAsync(() -> commit(outputs)).get(20, TimeUnit.SECONDS);
            CompletableFuture<String> read = Pipes.read(pipe);
            created.get(20, TimeUnit.SECONDS).end();
            assertThat(read.get(20, TimeUnit.SECONDS)).isEmpty();
        }
    }

    private static void commit(Outputs outputs) {
        try {
            outputs.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldRemoveItsTemporaryFolder_whenStoppedByASignalWhileItReadsStandardInput() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> command = program("rank", "-");
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        // Its standard input never ends.
        Process rank = new ProcessBuilder(command).redirectErrorStream(true).start();
        await().atMost(30, TimeUnit.SECONDS).until(() -> !names(temporary).isEmpty());
        rank.toHandle().destroy();
        String said = new String(rank.getInputStream().readAllBytes(), UTF_8);
        assertThat(rank.waitFor()).as(said).isEqualTo(128 + 15);
        assertThat(names(temporary)).as(said).isEmpty();
    }

    @Test
    void shouldSaySo_whenTheInputIsAPipe() throws Exception {
        Path pipe = Pipes.make(folder.resolve("pipe"));
        requireRefused(CommandRun.of("rank", pipe), 1, pipe + ": is a pipe or a device; it is read twice: save it");
    }
}
