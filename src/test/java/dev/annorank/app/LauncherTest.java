package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of an unpacked build, and the archive of classes that it makes and uses without a word. */
@Timeout(240)
class LauncherTest {
    private static final String RANKING = "rank,image_id,score\n1,1,1.0\n";

    /** What it takes to rank a file. */
    private static final List<String> LIBRARIES =
            List.of("picocli-", "jackson-core-", "jts-core-", "kafka-clients-", "slf4j-api-", "progressbar-");

    @TempDir
    private Path home;

    private Path archive;
    private Path input;

    private record Run(int code, String out, String err) {}

    /** An unpacked build: the program as a jar, and what it needs to rank a file. */
    @BeforeEach
    void unpack() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell on this system");
        Path lib = Files.createDirectories(home.resolve("target/lib"));
        Files.copy(Path.of("annorank"), home.resolve("annorank"), StandardCopyOption.COPY_ATTRIBUTES);
        archive = home.resolve("target/annorank.jsa");
        input = Files.writeString(home.resolve("input.json"), """
                {"images":[{"id":1,"width":9,"height":9}],"categories":[{"id":1,"name":"b"}],
                "annotations":[{"id":1,"image_id":1,"category_id":1,"segmentation":[[1,1,7,2,5,7]]}]}""");
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(part);
            String name = path.getFileName().toString();
            if (LIBRARIES.stream().anyMatch(name::startsWith)) {
                Files.copy(path, lib.resolve(name));
            } else if (path.endsWith("classes")) {
                pack(path, home.resolve("target/annorank.jar"));
            }
        }
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(
                        new ZipEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, entries);
            }
        }
    }

    @Test
    void shouldUseTheCollectorThatIsAskedFor_whenJavaOptionsNameOne() throws IOException, InterruptedException {
        // A command whose standard output the JVM may write to.
        for (String options : List.of("-XX:+UseSerialGC", "-Xmx1g -XX:+UseG1GC")) {
            Run run = run(options + " -Xlog:gc", "view", "--help");
            assertThat(run.code()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).contains(options.contains("Serial") ? "Using Serial" : "Using G1");
        }
        assertThat(run("-XX:+UseGCOverheadLimit -Xlog:gc", "view", "--help").out())
                .contains("Using Parallel");
    }

    @Test
    void shouldUseTheCollectorThatIsAskedFor_whenAnyVariableOfJavaNamesOne() throws IOException, InterruptedException {
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            Run run = run(Map.of(variable, "-XX:+UseSerialGC"), "rank", input.toString());
            assertThat(run.code()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).isEqualTo(RANKING);
        }
    }

    @Test
    void shouldEndAndNameTheSetting_whenMemoryRunsOut() throws IOException, InterruptedException {
        Run run = run("-Xmx2m", "view", "--help");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(3);
        assertThat(run.err()).contains("annorank: out of memory. ANNORANK_JAVA_OPTS=-Xmx2g");
    }

    @Test
    void shouldLeaveItToTheUser_whenJavaOptionsSayThatMemoryMayRunOut() throws IOException, InterruptedException {
        Run run = run("-XX:-ExitOnOutOfMemoryError -XX:+PrintFlagsFinal", "view", "--help");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).containsPattern("ExitOnOutOfMemoryError +=? *:?= false");
    }

    @Test
    void shouldReadAnyFileName_whateverTheLocale() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the JVM takes names as they are elsewhere");
        Path odd = home.resolve("größe.json");
        Files.copy(input, odd);
        for (String locale : List.of("C", "POSIX", "")) {
            Run run = run(Map.of("LC_ALL", locale, "LC_CTYPE", "", "LANG", ""), "rank", odd.toString());
            assertThat(run.code()).as(locale + run.err()).isZero();
            assertThat(run.out()).isEqualTo(RANKING);
        }
    }

    @Test
    void shouldFindItself_whenCdpathIsSet() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(home.getParent().resolve(home.getFileName() + "-link"), home);
        try {
            Run run = run(
                    Map.of("CDPATH", link.getParent().toString()),
                    link.getParent(),
                    link.getFileName() + "/annorank",
                    "rank",
                    input.toString());
            requireRanked(run);
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void shouldLetJavaOptionsOverrideItsOwn() throws IOException, InterruptedException {
        // A command whose standard output the JVM may write to.
        assertThat(run("-XX:+PrintFlagsFinal", "view", "--help").out())
                .containsPattern("FreqInlineSize += 150 .*command line");
        Run run = run("-XX:FreqInlineSize=200 -XX:+PrintFlagsFinal", "view", "--help");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("FreqInlineSize += 200 .*command line");
    }

    @Test
    void shouldGiveTheSameWithoutAWord_whateverTheArchiveIs() throws IOException, InterruptedException {
        Run first = rank();
        requireRanked(first);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(archive) && leftOver().isEmpty());
        assertThat(archive).isNotEmptyFile();
        byte[] made = Files.readAllBytes(archive);
        assertThat(loadedFromArchive()).isTrue();
        assertThat(rank()).isEqualTo(first);

        byte[] damaged = made.clone();
        for (int i = 0; i < 4096; i++) {
            damaged[i] = (byte) i;
        }
        replaceArchive(damaged);
        assertThat(rank()).as("not an archive").isEqualTo(first);
        replaceArchive(Arrays.copyOf(made, made.length / 2));
        assertThat(rank()).as("cut short").isEqualTo(first);
        replaceArchive(new byte[0]);
        assertThat(rank()).as("one that could not be made").isEqualTo(first);
        replaceArchive(made);
        // As if it had been made of another build, or with other libraries.
        Files.setLastModifiedTime(home.resolve("target/annorank.jar"), FileTime.fromMillis(1_700_000_000_000L));
        assertThat(rank()).as("of another build").isEqualTo(first);
        assertThat(Files.readAllBytes(archive))
                .as("made again although it is newer")
                .isEqualTo(made);
    }

    @Test
    void shouldMakeItAnew_whenTheProgramIsNewer() throws IOException, InterruptedException {
        Files.write(archive, new byte[] {1});
        Files.setLastModifiedTime(archive, FileTime.fromMillis(1_700_000_000_000L));
        Run[] runs = new Run[4];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < runs.length; i++) {
            int run = i;
            Thread thread = new Thread(() -> {
                try {
                    runs[run] = rank();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Run run : runs) {
            requireRanked(run);
        }
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.size(archive) > 1 && leftOver().isEmpty());
        assertThat(loadedFromArchive()).isTrue();
    }

    @Test
    void shouldMakeItAnew_whenItIsOfAnotherJava() throws IOException, InterruptedException {
        Path note = home.resolve("target/annorank.jsa.java");
        rank();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(note) && leftOver().isEmpty());
        String java = Files.readString(note);
        byte[] bytes = {1};
        replaceArchive(bytes);
        rank();
        assertThat(Files.readAllBytes(archive))
                .as("made again for the same Java")
                .isEqualTo(bytes);

        Files.writeString(note, "IMPLEMENTOR=\"Another\"\n");
        requireRanked(rank());
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.readString(note).equals(java) && leftOver().isEmpty());
        assertThat(loadedFromArchive()).isTrue();
    }

    private static void requireRanked(Run run) {
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.out()).isEqualTo(RANKING);
        assertThat(run.err()).startsWith("annorank: 1 of 1 images ranked").hasLineCount(1);
    }

    private Run rank() throws IOException, InterruptedException {
        return run("", "rank", input.toString());
    }

    private boolean loadedFromArchive() throws IOException, InterruptedException {
        Run run = run("-Xlog:class+load", "rank", input.toString());
        return run.out()
                .lines()
                .anyMatch(
                        line -> line.contains("dev.annorank.app.RankCommand ") && line.contains("shared objects file"));
    }

    /** Folders in which an archive is being made. */
    private List<Path> leftOver() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(".archive."))
                    .toList();
        }
    }

    private void replaceArchive(byte[] bytes) throws IOException {
        Files.delete(archive);
        Files.write(archive, bytes);
    }

    private Run run(String javaOptions, String... args) throws IOException, InterruptedException {
        return run(Map.of("ANNORANK_JAVA_OPTS", javaOptions), args);
    }

    private Run run(Map<String, String> variables, String... args) throws IOException, InterruptedException {
        return run(variables, home, home.resolve("annorank").toString(), args);
    }

    private Run run(Map<String, String> variables, Path folder, String launcher, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ANNORANK_JAVA_OPTS", "");
        builder.environment().putAll(variables);
        Path out = home.resolve("out-" + Thread.currentThread().getId());
        Path err = home.resolve("err-" + Thread.currentThread().getId());
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
