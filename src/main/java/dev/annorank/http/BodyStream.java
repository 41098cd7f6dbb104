package dev.annorank.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request, bounded in length and in the time it takes: whoever sends byte by byte would hold up a thread for
 * as long as they like. Throws {@link Problem}s: 413 past the limit, 408 if it comes too slowly or not at all.
 */
public class BodyStream extends InputStream {
    /** Any network is faster; what comes slower is no body but an attack or a pipe that waits. */
    private static final long MIN_BYTES_PER_SECOND = 16 * 1024;

    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long MAX_DRAINED = 64L << 20;
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(3);

    private final InputStream in;
    private final long most;
    private final long graceNs;
    private final long startNs = System.nanoTime();
    private long read;

    BodyStream(InputStream in, long most, long graceNs) {
        this.in = in;
        this.most = most;
        this.graceNs = graceNs;
    }

    /**
     * The body of a request.
     *
     * @param most bytes it may have
     * @throws Problem 413 if it says itself that it is longer
     */
    public static BodyStream of(Context context, long most) throws IOException {
        if (context.req().getContentLengthLong() > most) {
            throw tooLong(most);
        }
        return new BodyStream(context.req().getInputStream(), most, GRACE_NS);
    }

    private static Problem tooLong(long most) {
        return new Problem(413, "the body is longer than the " + most + " bytes that are allowed")
                .hint("send it in several requests, or raise http.max.body.bytes");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got;
        try {
            got = in.read(buffer, offset, length);
        } catch (IOException e) {
            throw new Problem(408, "the body broke off after " + read + " bytes: nothing came any more");
        }
        if (got > 0) {
            read += got;
            if (read > most) {
                throw tooLong(most);
            }
            requirePace();
        }
        return got;
    }

    /**
     * Reads past the rest, within bounds: a client that is still writing when the connection closes never gets to read
     * the answer.
     */
    void drain() {
        long start = System.nanoTime();
        byte[] buffer = new byte[64 * 1024];
        try {
            long drained = 0;
            int got = in.read(buffer);
            while (got > 0 && drained < MAX_DRAINED && System.nanoTime() - start < DRAIN_NS) {
                drained += got;
                got = in.read(buffer);
            }
        } catch (IOException e) {
            // Then it is at its end.
        }
    }

    /** Since the body began; a test may say otherwise. */
    long elapsedNs() {
        return System.nanoTime() - startNs;
    }

    private void requirePace() {
        long spent = elapsedNs();
        if (spent > graceNs && read < MIN_BYTES_PER_SECOND * TimeUnit.NANOSECONDS.toSeconds(spent)) {
            throw new Problem(
                            408,
                            "the body comes too slowly: " + read + " bytes in " + TimeUnit.NANOSECONDS.toSeconds(spent)
                                    + " s")
                    .hint("collect what there is to send, and send it in one go");
        }
    }
}
