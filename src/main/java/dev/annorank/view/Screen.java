package dev.annorank.view;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * Draws frames on a terminal's alternate screen, each over the last in one write, so nothing flickers. What the terminal
 * showed before, its cursor and its line wrapping are back after {@link #close()}, also when the process is ended from
 * the keyboard.
 */
final class Screen implements AutoCloseable {
    private static final String ESC = "\u001b[";
    /** Alternate screen, cleared; cursor hidden; too long lines are cut, not wrapped. */
    private static final String OPEN = ESC + "?1049h" + ESC + "2J" + ESC + "?25l" + ESC + "?7l";

    private static final String CLOSE = ESC + "?7h" + ESC + "?25h" + ESC + "?1049l";
    private static final String HOME = ESC + "H";
    private static final String TO_END_OF_LINE = ESC + "K";
    private static final String TO_END_OF_SCREEN = ESC + "J";

    private final PrintStream out;
    private final Charset charset;
    private final Thread restore = new Thread(this::restore, "annorank-terminal");
    private boolean open = true;

    Screen(PrintStream out, Charset charset) {
        this.out = out;
        this.charset = charset;
        Runtime.getRuntime().addShutdownHook(restore);
        write(OPEN);
    }

    /** The bytes of a frame: every line cleared to its end, everything below cleared. */
    static String frame(List<Line> lines, int columns, boolean styled) {
        StringBuilder frame = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            // No line feed after the last line: it would scroll a full screen.
            frame.append(i == 0 ? "" : "\r\n")
                    .append(lines.get(i).print(columns, styled))
                    .append(TO_END_OF_LINE);
        }
        return frame.append(TO_END_OF_SCREEN).toString();
    }

    synchronized void draw(String frame) {
        if (open) {
            write(frame);
        }
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(charset);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    private synchronized void restore() {
        if (open) {
            open = false;
            write(CLOSE);
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            // The process is ending: the hook has run or finds nothing to do.
            return;
        }
    }
}
