package dev.annorank.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers plain questions about health before anything that other requests can hold up, and on no thread's time: who asks
 * and does not read holds none. What is not plain (another method, a page from elsewhere, another name) goes the way of all
 * requests.
 */
final class HealthHandler extends Handler.Wrapper {
    private final Health health;
    private final HttpOptions options;
    private final RequestListener requests;
    private final WaitingConnections connections;

    HealthHandler(Health health, HttpOptions options, RequestListener requests, WaitingConnections connections) {
        super(connections);
        this.health = health;
        this.options = options;
        this.requests = requests;
        this.connections = connections;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        boolean isLive = path.equals(HealthRoutes.LIVE);
        if (!(isLive || path.equals(HealthRoutes.READY)) || !isPlain(request)) {
            return super.handle(request, response, callback);
        }
        connections.waitAgain(request.getConnectionMetaData().getConnection());
        long beganNs = System.nanoTime();
        boolean good = isLive ? health.isLive() : health.isReady();
        byte[] body = HealthRoutes.body(health, good);
        int status = good ? 200 : 503;
        response.setStatus(status);
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, Answers.JSON)
                .put(HttpHeader.CONTENT_LENGTH, body.length)
                .put(HttpHeader.CACHE_CONTROL, "no-store");
        PageRoutes.secure(response.getHeaders());
        boolean hasBody = HttpMethod.GET.is(request.getMethod());
        Request.addCompletionListener(
                request, failure -> requests.answered(request.getMethod(), path, status, System.nanoTime() - beganNs));
        response.write(true, hasBody ? ByteBuffer.wrap(body) : ByteBuffer.allocate(0), callback);
        return true;
    }

    private boolean isPlain(Request request) {
        boolean isRead = HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
        boolean isOwn = !options.isLoopback() || options.isOwnName(Request.getServerName(request));
        return isRead
                && isOwn
                && request.getLength() <= 0
                && !request.getHeaders().contains(HttpHeader.ORIGIN);
    }
}
