package dev.annorank.terminal;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * Draws frames on a terminal's alternate screen, each over the last in one write, so nothing flickers. What the terminal
 * showed before, its cursor and its line wrapping are back after {@link #close()}.
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
    private boolean open = true;

    Screen(PrintStream out, Charset charset) {
        this.out = out;
        this.charset = charset;
        write(OPEN);
    }

    /** The bytes of a frame: every line cleared to its end, everything below cleared. */
    static String frame(List<Line> lines, int columns, boolean styled) {
        StringBuilder frame = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            // No line feed after the last line: it would scroll a full screen.
            frame.append(i == 0 ? "" : "\r\n").append(lines.get(i).print(columns, styled));
            // In the last column the cursor stands on the last character, and clearing would take that away.
            frame.append(Line.width(lines.get(i).print(columns, false)) < columns ? TO_END_OF_LINE : "");
        }
        return frame.append(TO_END_OF_SCREEN).toString();
    }

    void draw(String frame) {
        if (open) {
            write(frame);
        }
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(charset);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            write(CLOSE);
        }
    }
}
