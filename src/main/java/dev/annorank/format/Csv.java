package dev.annorank.format;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.io.Writer;

/** Rows of comma-separated values (RFC 4180, lines end in \n). Doubles are written in full: they read back the same. */
public final class Csv {
    private final Writer out;
    private final boolean isSafe;
    private boolean rowStarted;

    /** Writes the header; the caller closes {@code out}. Texts are written as they are. */
    public Csv(Writer out, String header) throws IOException {
        this(out, header, false);
    }

    /**
     * Writes the header; the caller closes {@code out}.
     *
     * @param isSafe whether a text that a spreadsheet would take for a formula gets an apostrophe in front, so that it is shown and
     *     not computed; who reads the texts as they are does not want it
     */
    public Csv(Writer out, String header, boolean isSafe) throws IOException {
        this.out = out;
        this.isSafe = isSafe;
        out.write(header);
        out.write('\n');
    }

    public Csv text(String value) throws IOException {
        separate();
        String cell = isSafe && isFormula(value) ? "'" + value : value;
        out.write(isPlain(cell) ? cell : '"' + cell.replace("\"", "\"\"") + '"');
        return this;
    }

    private static boolean isFormula(String value) {
        return !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0;
    }

    public Csv number(long value) throws IOException {
        separate();
        out.write(Long.toString(value));
        return this;
    }

    public Csv number(double value) throws IOException {
        separate();
        out.write(NumberOutput.toString(value, true));
        return this;
    }

    public void endRow() throws IOException {
        out.write('\n');
        rowStarted = false;
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return false;
            }
        }
        return true;
    }

    private void separate() throws IOException {
        if (rowStarted) {
            out.write(',');
        }
        rowStarted = true;
    }
}
