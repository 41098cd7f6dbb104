package dev.annorank.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps threads for questions about health: all other requests may hold so many at a time, and what comes then is sent
 * away at once, on no thread's time. A request holds a thread while it reads a body or writes what does not fit into a
 * buffer; a stream of changes holds none.
 */
final class ThreadShare extends Handler.Wrapper {
    private static final String HEALTH = "/health/";

    private final Semaphore free;

    /** @param most threads that requests other than those about health may hold, at least 1 */
    ThreadShare(int most, Handler next) {
        super(next);
        free = new Semaphore(most);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (path.startsWith(HEALTH)) {
            return super.handle(request, response, callback);
        }
        if (!free.tryAcquire()) {
            sendAway(path, response, callback);
            return true;
        }
        try {
            return super.handle(request, response, callback);
        } finally {
            free.release();
        }
    }

    private static void sendAway(String path, Response response, Callback callback) {
        response.setStatus(503);
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .put(HttpHeader.RETRY_AFTER, "1")
                // Else whoever does not read could ask on.
                .put(HttpHeader.CONNECTION, "close");
        byte[] body =
                new Problem(503, "too many requests at the same time; try again in a moment").toJson(Texts.shown(path));
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
