package dev.annorank.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One client that listens to changes. It keeps the newest message of each kind and no more, and is written to only when
 * its connection has room: a slow client misses what lies between, a dead one takes neither thread nor memory until the
 * connection's idle timeout ends it.
 */
final class ChangeStream implements WriteListener {
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final ServletOutputStream out;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private byte @Nullable [] epoch;
    private byte @Nullable [] state;
    private boolean beat;
    private boolean unflushed;
    /** Whether the container calls when there is room; it does so first of all. */
    private boolean waiting = true;

    ChangeStream(AsyncContext async) throws IOException {
        out = async.getResponse().getOutputStream();
    }

    /** Completes when the client is gone or sent away. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** A message about an epoch; takes the place of one that is not sent yet. */
    synchronized void epoch(byte[] message) {
        epoch = message;
        pump();
    }

    synchronized void state(byte[] message) {
        state = message;
        pump();
    }

    /** Something to send when there is nothing to say: it keeps the connection, or finds that it is gone. */
    synchronized void beat() {
        beat = true;
        pump();
    }

    void end() {
        ended.complete(null);
    }

    @Override
    public synchronized void onWritePossible() {
        waiting = false;
        pump();
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    private void pump() {
        if (waiting || ended.isDone()) {
            return;
        }
        try {
            while (out.isReady()) {
                if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    byte[] next = take();
                    if (next == null) {
                        return;
                    }
                    unflushed = true;
                    out.write(next);
                }
            }
            waiting = true;
        } catch (IOException | RuntimeException e) {
            // Any failure to write means that nobody listens.
            end();
        }
    }

    private byte @Nullable [] take() {
        byte[] next = state;
        if (next != null) {
            state = null;
            return next;
        }
        next = epoch;
        if (next != null) {
            epoch = null;
            return next;
        }
        next = beat ? BEAT : null;
        beat = false;
        return next;
    }
}
