package dev.annorank.http;

import io.javalin.http.Handler;
import java.util.concurrent.Semaphore;

/**
 * Lets so many requests of a kind run at a time and sends the others away: whoever reads or writes slowly holds up a
 * thread, and there must be threads left for everyone else.
 */
final class Limiter {
    private final Semaphore free;
    private final String what;

    Limiter(int most, String what) {
        free = new Semaphore(most);
        this.what = what;
    }

    /** The handler, or 503 with Retry-After. */
    Handler limit(Handler handler) {
        return context -> {
            if (!free.tryAcquire()) {
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
}
