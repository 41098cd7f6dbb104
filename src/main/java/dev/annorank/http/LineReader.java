package dev.annorank.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines of bytes, of which none takes more memory than the longest allowed; a longer one is read past. */
final class LineReader {
    private static final int CHUNK = 16 * 1024;

    private final InputStream in;
    private final int longest;
    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;
    private byte[] line = new byte[1024];
    private int length;
    private boolean tooLong;
    private long number;

    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Goes to the next line that is not blank; false at the end. */
    boolean next() throws IOException {
        do {
            if (!readLine()) {
                return false;
            }
        } while (!tooLong && isBlank());
        return true;
    }

    /** From 1, blank lines counted. */
    long number() {
        return number;
    }

    /** Whether the line is longer than allowed, and therefore not there. */
    boolean isTooLong() {
        return tooLong;
    }

    /** The line without its end. */
    byte[] line() {
        return Arrays.copyOf(line, length);
    }

    private boolean readLine() throws IOException {
        length = 0;
        tooLong = false;
        number++;
        boolean any = false;
        while (fill()) {
            any = true;
            int stop = at;
            while (stop < end && chunk[stop] != '\n') {
                stop++;
            }
            append(stop);
            boolean ended = stop < end;
            at = ended ? stop + 1 : stop;
            if (ended) {
                break;
            }
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return any;
    }

    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        at = 0;
        end = Math.max(0, in.read(chunk, 0, chunk.length));
        return end > 0;
    }

    private void append(int stop) {
        int more = stop - at;
        if (tooLong || length + (long) more > longest) {
            tooLong = true;
            length = 0;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.min(longest, Math.max(2 * line.length, length + more)));
        }
        System.arraycopy(chunk, at, line, length, more);
        length += more;
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
