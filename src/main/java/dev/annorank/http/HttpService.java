package dev.annorank.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** The HTTP side of a node: {@code GET /health/live} and {@code GET /health/ready}, 200 if so and 503 if not. */
public final class HttpService implements AutoCloseable {
    private final Javalin javalin;

    private HttpService(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts listening.
     *
     * @param host address to listen on
     * @param port port to listen on, 0 for a free one
     * @throws IllegalStateException if the port is taken or the address is not this machine's
     */
    public static HttpService start(String host, int port, Health health) {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.routes.get("/health/live", context -> answer(context, health.isLive(), health));
            config.routes.get("/health/ready", context -> answer(context, health.isReady(), health));
        });
        try {
            javalin.start(host, port);
        } catch (RuntimeException e) {
            javalin.stop();
            throw new IllegalStateException(
                    "cannot listen on http://" + host + ":" + port + "; is the port taken? Choose another with --port ("
                            + rootMessage(e) + ")",
                    e);
        }
        return new HttpService(javalin);
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void answer(Context context, boolean good, Health health) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("status", good ? "up" : "down");
        body.put("state", health.describe());
        context.status(good ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .contentType("application/json")
                .result(body.toString());
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
