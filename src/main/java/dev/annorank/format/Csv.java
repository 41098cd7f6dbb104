package dev.annorank.format;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.io.Writer;

/** Rows of comma-separated values (RFC 4180, lines end in \n). Doubles are written in full: they read back the same. */
public final class Csv {
    private final Writer out;
    private boolean rowStarted;

    /** Writes the header; the caller closes {@code out}. */
    public Csv(Writer out, String header) throws IOException {
        this.out = out;
        out.write(header);
        out.write('\n');
    }

    public Csv text(String value) throws IOException {
        separate();
        out.write(isPlain(value) ? value : '"' + value.replace("\"", "\"\"") + '"');
        return this;
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
