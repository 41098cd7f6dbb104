package dev.annorank.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes from a request the headers that would have Javalin treat it as something else than it is: as one of another method,
 * or as the beginning of a WebSocket, which passes by {@link Guard} and leaves a session behind.
 */
final class RequestHeaders extends Handler.Wrapper {
    private static final List<String> LEFT_OUT = List.of("X-HTTP-Method-Override", "Sec-WebSocket-Version");

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields headers = request.getHeaders();
        if (LEFT_OUT.stream().noneMatch(headers::contains)) {
            return super.handle(request, response, callback);
        }
        HttpFields.Mutable kept = HttpFields.build();
        for (HttpField header : headers) {
            if (LEFT_OUT.stream().noneMatch(header::is)) {
                kept.add(header);
            }
        }
        return super.handle(
                new Request.Wrapper(request) {
                    @Override
                    public HttpFields getHeaders() {
                        return kept;
                    }
                },
                response,
                callback);
    }
}
