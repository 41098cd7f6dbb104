package dev.annorank.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The text of a file that may be compressed with gzip. What it is is told by its first bytes, not by its name, so that a
 * file that something on its way has decompressed or compressed still reads.
 */
public final class FileText {
    private static final int BUFFER = 1 << 16;
    private static final long REPORT_EVERY = 1 << 18;

    private FileText() {}

    /** Opens the text; {@code before} and {@code total} are what the progress is reported with. */
    public static InputStream open(Path file, Progress progress, long before, long total) throws IOException {
        InputStream stored = new Counted(Files.newInputStream(file), progress, before, total);
        try {
            BufferedInputStream buffered = new BufferedInputStream(stored, BUFFER);
            buffered.mark(2);
            boolean compressed = buffered.read() == 0x1f && buffered.read() == 0x8b;
            buffered.reset();
            return compressed ? new GZIPInputStream(buffered, BUFFER) : buffered;
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    /** Words for a failure to read the stored bytes. */
    public static String describe(IOException failure) {
        if (failure instanceof EOFException) {
            return "the compressed data ends too early; the file is cut short, copy or download it again";
        }
        if (failure instanceof ZipException) {
            return "the compressed data is damaged (" + failure.getMessage() + "); copy or download the file again";
        }
        return "cannot be read: " + failure;
    }

    /** Counts the bytes that are read of the file as stored. */
    private static final class Counted extends FilterInputStream {
        private final Progress progress;
        private final long total;
        private long done;
        private long reported;

        Counted(InputStream in, Progress progress, long before, long total) {
            super(in);
            this.progress = progress;
            this.total = total;
            this.done = before;
            this.reported = before;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        private void count(int n) {
            done += n;
            if (done - reported >= REPORT_EVERY) {
                reported = done;
                // A file that grows while it is read has more bytes than it had at the start.
                progress.report(Math.min(done, total), total);
            }
        }
    }
}
