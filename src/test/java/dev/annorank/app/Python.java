package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Python as a trainer has it: the system's. Tests are skipped where it or a package is not there. */
final class Python {
    static final Path EXAMPLES = Path.of("src", "examples", "python");
    private static final String PROGRAM =
            Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

    private Python() {}

    /** Skips the test unless Python can import all of these modules. */
    static void assume(String... modules) throws InterruptedException {
        String code = "import sys" + (modules.length == 0 ? "" : ", " + String.join(", ", modules));
        boolean there;
        try {
            Process process = start("-c", code);
            there = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, PROGRAM + " with " + String.join(", ", modules) + " is not there");
    }

    /** Starts Python; standard error goes where standard output goes. */
    static Process start(Object... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-B", "-X", "utf8"));
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Runs Python to its end, which must be a good one, and returns what it wrote. */
    static String run(Object... args) throws IOException, InterruptedException {
        Process process = start(args);
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(out).isTrue();
        assertThat(process.exitValue()).as(out).isZero();
        return out;
    }
}
