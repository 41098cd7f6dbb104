package dev.annorank.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.view.EpochSnapshot;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a dataset while it changes: on a terminal a table that is drawn over itself, elsewhere one line an epoch.
 * Colours are left out where the environment holds {@code NO_COLOR}. Call {@link #show} a few times a second, from one
 * thread; nothing is written while nothing changes. In lines only the newest epoch is told at each call: a caller that
 * first reads a long history shows it when it has caught up.
 */
public final class LiveTable implements AutoCloseable {
    private static final int TOP = 10;
    private static final int BOTTOM = 5;
    private static final int CLASSES = 8;

    private final PrintStream out;
    private final Charset charset;
    private final Clock clock;
    private final String annotationsTopic;
    private final Optional<Screen> screen;
    private final TerminalSize size;
    private final boolean styled;
    private final boolean unicode;

    private final Thread onShutdown = new Thread(this::close, "annorank-table");

    private boolean closed;
    private String lastFrame = "";
    private String lastLine = "";
    private String lastNote = "";
    private long lastEpoch = -1;

    private LiveTable(
            PrintStream out,
            Charset charset,
            Clock clock,
            Map<String, String> environment,
            String annotationsTopic,
            boolean terminal) {
        this.out = out;
        this.charset = charset;
        this.clock = clock;
        this.annotationsTopic = annotationsTopic;
        this.size = new TerminalSize(environment);
        this.styled = environment.getOrDefault("NO_COLOR", "").isEmpty();
        this.unicode = charset.newEncoder().canEncode("█▏●⋮─");
        this.screen = terminal ? Optional.of(new Screen(out, charset)) : Optional.empty();
        if (terminal) {
            Runtime.getRuntime().addShutdownHook(onShutdown);
        }
    }

    /**
     * A table on standard output.
     *
     * @param clock tells the time since the last epoch; its zone is that of the times shown
     * @param annotationsTopic named while there is nothing to show
     */
    public static LiveTable onStandardOutput(Clock clock, String annotationsTopic) {
        Map<String, String> environment = System.getenv();
        return new LiveTable(
                System.out,
                standardOutputCharset(),
                clock,
                environment,
                annotationsTopic,
                TerminalSize.isTerminal(environment));
    }

    /** Lines, one an epoch, on any stream, in UTF-8. */
    public static LiveTable asLines(PrintStream out, Clock clock, String annotationsTopic) {
        return new LiveTable(out, UTF_8, clock, Map.of(), annotationsTopic, false);
    }

    /** What {@link System#out} encodes with; JDK 17 does not say so itself. */
    private static Charset standardOutputCharset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        if (name == null) {
            name = System.getProperty("native.encoding", "UTF-8");
        }
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    /** Whether a table is drawn, not lines. */
    public boolean isOnTerminal() {
        return screen.isPresent();
    }

    /** As much of an epoch as this shows. */
    public static DatasetSnapshot snapshotOf(EpochSnapshot epoch) {
        return DatasetSnapshot.of(epoch, TOP, BOTTOM, CLASSES);
    }

    /**
     * Shows a snapshot.
     *
     * @param note what the watcher should know besides, such as a broker that is away; in lines it is told once
     */
    public synchronized void show(DatasetSnapshot snapshot, Optional<String> note) {
        if (closed) {
            return;
        }
        if (screen.isPresent()) {
            draw(screen.get(), snapshot, note);
        } else {
            tell(snapshot, note);
        }
        lastLine = EpochLine.of(snapshot, clock.instant());
    }

    private void draw(Screen on, DatasetSnapshot snapshot, Optional<String> note) {
        Look look = new Look(size.columns(), size.rows(), unicode, clock.getZone());
        String frame = Screen.frame(
                TableLayout.lines(snapshot, clock.instant(), look, annotationsTopic, note), look.width(), styled);
        if (!frame.equals(lastFrame)) {
            on.draw(frame);
            lastFrame = frame;
        }
    }

    private void tell(DatasetSnapshot snapshot, Optional<String> note) {
        String text = snapshot.isEmpty()
                ? note.map(more -> more + "; ").orElse("") + "waiting for annotations on topic " + annotationsTopic
                        + "; try: annorank load FILE"
                : note.orElse("");
        if (!text.equals(lastNote)) {
            lastNote = text;
            print(text);
        }
        long epoch = snapshot.epoch().map(last -> last.epoch()).orElse(-1L);
        if (epoch != lastEpoch) {
            lastEpoch = epoch;
            print(EpochLine.of(snapshot, clock.instant()));
        }
    }

    private void print(String line) {
        if (!line.isEmpty()) {
            byte[] bytes = (line + "\n").getBytes(charset);
            out.write(bytes, 0, bytes.length);
            out.flush();
        }
    }

    /**
     * Gives the terminal back as it was, with the last epoch's line as what remains. Happens by itself when the process
     * is ended from the keyboard.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (screen.isPresent()) {
            screen.get().close();
            print(lastLine);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException e) {
            // The process is ending already, perhaps by this very hook.
            return;
        }
    }
}
