package dev.annorank.http;

import io.javalin.http.Handler;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many requests of a kind run at a time and sends the others away: whoever reads or writes slowly holds up a
 * thread, and there must be threads left for everyone else. Some may wait for their turn instead, where nobody would ask
 * again.
 */
final class Limiter {
    private final Semaphore free;
    private final Semaphore waiting;
    private final Duration longestWait;
    private final String what;

    Limiter(int most, String what) {
        this(most, what, 0, Duration.ZERO);
    }

    /**
     * A limiter with which requests wait.
     *
     * @param mostWaiting how many may wait, each with a thread of the server; others are sent away
     * @param longestWait after which one that waits is sent away
     */
    Limiter(int most, String what, int mostWaiting, Duration longestWait) {
        free = new Semaphore(most);
        waiting = new Semaphore(mostWaiting);
        this.longestWait = longestWait;
        this.what = what;
    }

    /** The handler, or 503 with Retry-After. */
    Handler limit(Handler handler) {
        return context -> {
            if (!free.tryAcquire() && !waitForTurn()) {
                throw new Problem(503, "too many " + what + " at the same time; try again in a moment")
                        .header("Retry-After", "1");
            }
            try {
                handler.handle(context);
            } finally {
                free.release();
            }
        };
    }

    private boolean waitForTurn() {
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            return free.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.release();
        }
    }
}
