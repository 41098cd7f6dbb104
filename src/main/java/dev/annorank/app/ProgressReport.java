package dev.annorank.app;

import dev.annorank.format.Progress;
import dev.annorank.terminal.Terminal;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress on standard error: a bar for a person, a line every two seconds for a file. */
final class ProgressReport implements Progress, AutoCloseable {
    private static final long LINE_EVERY_NS = 2_000_000_000L;
    private static final long MEGABYTE = 1_000_000;

    private final String task;
    private final @Nullable ProgressBar bar;
    private long lastLineNs = System.nanoTime();

    /** Of something that is measured in bytes. */
    ProgressReport(String task) {
        this(task, " MB", MEGABYTE);
    }

    /**
     * Of anything.
     *
     * @param unit what a bar shows behind a number
     * @param unitSize so much of what is reported is one of these
     */
    ProgressReport(String task, String unit, long unitSize) {
        this.task = task;
        this.bar = Terminal.isStandardError()
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(100)
                        .setUnit(unit, unitSize)
                        .hideEta()
                        .clearDisplayOnFinish()
                        .build()
                : null;
    }

    @Override
    public void report(long done, long total) {
        if (bar != null) {
            bar.maxHint(Math.max(1, total));
            bar.stepTo(done);
            return;
        }
        long now = System.nanoTime();
        if (now - lastLineNs >= LINE_EVERY_NS) {
            lastLineNs = now;
            System.err.printf(Locale.ROOT, "%s: %d%%%n", task, total == 0 ? 100 : 100 * done / total);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
