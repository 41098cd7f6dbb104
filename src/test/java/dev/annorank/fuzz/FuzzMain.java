package dev.annorank.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs Jazzer on one target after the other, each in a JVM of its own with little memory. What is found stays in
 * {@code target/fuzz}, with the inputs that reach new code, from which the next run goes on.
 */
final class FuzzMain {
    private static final int INPUT_TIMEOUT_S = 10;

    private FuzzMain() {}

    /**
     * Runs them; exits with 1 if anything was found.
     *
     * @param arguments seconds for all targets together, then the targets; none: all
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<FuzzTarget> targets = arguments.length > 1
                ? Arrays.stream(arguments).skip(1).map(FuzzTarget::valueOf).toList()
                : List.of(FuzzTarget.values());
        int seconds = Math.max(1, Integer.parseInt(arguments[0]) / targets.size());
        List<FuzzTarget> failed = new ArrayList<>();
        for (FuzzTarget target : targets) {
            System.out.println("fuzz: " + target + ", " + seconds + " s");
            if (run(target, seconds) != 0) {
                failed.add(target);
            }
        }
        if (!failed.isEmpty()) {
            System.out.println(
                    "fuzz: found something in " + failed + "; the inputs are target/fuzz/*/crash-*, timeout-*");
            System.exit(1);
        }
    }

    private static int run(FuzzTarget target, int seconds) throws IOException, InterruptedException {
        String name = target.name().toLowerCase(Locale.ROOT);
        Path found = Files.createDirectories(Path.of("target", "fuzz", name));
        Path corpus = Files.createDirectories(found.resolve("corpus"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerTarget.class.getName(),
                "--target_args=" + target,
                "--instrumentation_includes=dev.annorank.**",
                "--custom_hook_excludes=**",
                "--disabled_hooks=*",
                "--reproducer_path=" + found,
                "-artifact_prefix=" + found + "/",
                "-max_total_time=" + seconds,
                "-timeout=" + INPUT_TIMEOUT_S,
                "-max_len=4096",
                "-print_final_stats=1",
                corpus.toString()));
        Path seeds = Path.of("src", "test", "resources", "fuzz", name);
        if (Files.isDirectory(seeds)) {
            command.add(seeds.toString());
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
