package dev.annorank.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How large the terminal is, and whether there is one. {@code COLUMNS} and {@code LINES} of the environment win; else
 * {@code stty} is asked, at most once a second; else 80 x 24.
 */
final class TerminalSize {
    private static final File TERMINAL = new File("/dev/tty");
    private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int ANSWER_WITHIN_MS = 500;

    private final int fixedColumns;
    private final int fixedRows;
    private int columns = 80;
    private int rows = 24;
    private boolean asked;
    private long askedAtNanos;

    TerminalSize(Map<String, String> environment) {
        fixedColumns = positive(environment.get("COLUMNS"));
        fixedRows = positive(environment.get("LINES"));
    }

    /** Whether standard output is a terminal that understands cursor movement. */
    static boolean isTerminal(Map<String, String> environment) {
        if ("dumb".equals(environment.get("TERM"))) {
            return false;
        }
        try {
            // The console of the JDK cannot tell: it also wants standard input to be a terminal, and later JDKs always
            // have one.
            Process test = new ProcessBuilder("test", "-t", "1")
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return finished(test) && test.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    int columns() {
        ask();
        return fixedColumns > 0 ? fixedColumns : columns;
    }

    int rows() {
        ask();
        return fixedRows > 0 ? fixedRows : rows;
    }

    private void ask() {
        boolean recent = asked && System.nanoTime() - askedAtNanos < ASK_EVERY_NANOS;
        if (recent || (fixedColumns > 0 && fixedRows > 0)) {
            return;
        }
        asked = true;
        askedAtNanos = System.nanoTime();
        sttySize().ifPresent(size -> {
            rows = size[0];
            columns = size[1];
        });
    }

    private static Optional<int[]> sttySize() {
        if (!TERMINAL.exists()) {
            return Optional.empty();
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!finished(stty)) {
                return Optional.empty();
            }
            return parse(new String(stty.getInputStream().readAllBytes(), US_ASCII));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads "rows columns". Zeros, as some serial terminals say, are no answer. */
    static Optional<int[]> parse(String answer) {
        String[] parts = answer.trim().split(" ", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        int rows = positive(parts[0]);
        int columns = positive(parts[1]);
        return rows > 0 && columns > 0 ? Optional.of(new int[] {rows, columns}) : Optional.empty();
    }

    private static boolean finished(Process process) {
        try {
            if (process.waitFor(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    /** 0 where the text is no number from 1 to 9999. */
    private static int positive(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    }
}
