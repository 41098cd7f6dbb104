package dev.annorank.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that may or may not be installed. A test that needs one that is not is skipped, and says so. */
public record Tool(Path path) {
    /** What a run ended with. */
    public record Result(int exitCode, String output) {}

    /** Finds the program on the PATH, or skips the test. */
    public static Tool require(String name) {
        Optional<Path> found = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), name + " is not on the PATH; install it (Debian: prometheus) to run this test");
        return new Tool(found.orElseThrow());
    }

    /** Runs it to its end, at most a minute; both outputs in one. */
    public Result run(Path input, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("annorank-tool", ".txt");
        try {
            Process process = new ProcessBuilder(command(arguments))
                    .redirectErrorStream(true)
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(path + " did not end");
            }
            return new Result(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** Starts it, with its output in a file. */
    public Process start(Path output, String... arguments) throws IOException {
        return new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private List<String> command(String... arguments) {
        return Stream.concat(Stream.of(path.toString()), Arrays.stream(arguments))
                .toList();
    }
}
