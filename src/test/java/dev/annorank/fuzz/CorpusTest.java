package dev.annorank.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs that were once of interest: one of each kind, and those that found a defect. */
class CorpusTest {
    private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");
    /** For an input of a few kilobytes. */
    private static final long MAX_ALLOCATED = 256L << 20;

    private static final int MAX_CORPUS_BYTES = 400_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldDoWithAnything_whenItWasFoundBefore(FuzzTarget target) throws IOException {
        List<Path> inputs = inputs(CORPUS.resolve(target.name().toLowerCase(Locale.ROOT)));
        assertThat(inputs).as("inputs of %s", target).isNotEmpty();
        for (Path input : inputs) {
            byte[] bytes = Files.readAllBytes(input);
            check(target, bytes, input.toString());
            // What is cut short must not be worse.
            check(target, Arrays.copyOf(bytes, bytes.length * 2 / 3), input + ", two thirds of it");
        }
    }

    private void check(FuzzTarget target, byte[] bytes, String what) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            target.accept(bytes);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what, e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes that %s takes", what)
                .isLessThan(MAX_ALLOCATED);
    }

    @Test
    void shouldStaySmall() throws IOException {
        long bytes = 0;
        for (Path input : inputs(CORPUS)) {
            bytes += Files.size(input);
        }
        assertThat(bytes).isLessThan(MAX_CORPUS_BYTES);
    }

    private static List<Path> inputs(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
        }
    }
}
