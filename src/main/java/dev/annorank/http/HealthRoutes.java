package dev.annorank.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** For whoever runs the process: how it is, its meters, and the description of this interface. */
final class HealthRoutes implements RouteGroup {
    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";

    private final Health health;
    private final @Nullable MetricsSource metrics;

    HealthRoutes(Health health, @Nullable MetricsSource metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public void register(Routes routes) {
        routes.get(LIVE, context -> answer(context, health.isLive()));
        routes.get(READY, context -> answer(context, health.isReady()));
        routes.get("/metrics", this::metrics);
        WebFile openApi = WebFile.load("/openapi.json");
        routes.get("/openapi.json", openApi::answer);
    }

    private void answer(Context context, boolean good) throws IOException {
        context.status(good ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).header("Cache-Control", "no-store");
        Answers.send(context, Answers.JSON, body(health, good));
    }

    static byte[] body(Health health, boolean good) {
        return JsonBody.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("status", good ? "up" : "down");
            out.writeStringField("state", health.describe());
            out.writeEndObject();
        });
    }

    private void metrics(Context context) throws IOException {
        MetricsSource source = metrics;
        if (source == null) {
            throw new Problem(404, "this process keeps no metrics");
        }
        context.header("Cache-Control", "no-store").contentType(source.contentType());
        context.outputStream().write(source.scrape().getBytes(StandardCharsets.UTF_8));
    }
}
