package dev.annorank.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Serves the page as it is built, and whatever a test says the interface answers. */
final class PageServer implements AutoCloseable {
    /** As strict as can be: the page must get along with no inline style either. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: http: https:; connect-src 'self'; base-uri 'none'; form-action 'none'";

    private static final String CHART = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.js";
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Function<Context, Object>> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final List<SseClient> streams = new CopyOnWriteArrayList<>();
    private volatile List<Map.Entry<String, Object>> greeting = List.of();
    private Javalin javalin;

    PageServer() {
        javalin = start(0);
    }

    private Javalin start(int port) {
        Javalin made = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.routes.before(context -> context.header("Content-Security-Policy", POLICY));
            config.routes.get("/webjars/chart.js/chart.umd.js", context -> file(context, CHART));
            config.routes.sse("/v1/datasets/{dataset}/changes", this::stream);
            config.routes.get("/v1/<rest>", this::answer);
            config.routes.get("/", context -> file(context, "/web/index.html"));
            config.routes.get("/<path>", context -> file(context, "/web/" + context.pathParam("path")));
        });
        return made.start("127.0.0.1", port);
    }

    /** What a path answers from now on, whatever its query. */
    PageServer answer(String path, Function<Context, Object> body) {
        answers.put(path, body);
        return this;
    }

    PageServer answer(String path, Object body) {
        return answer(path, context -> body);
    }

    /** Events that a stream begins with. */
    PageServer greet(List<Map.Entry<String, Object>> events) {
        greeting = List.copyOf(events);
        return this;
    }

    /** Knows nothing any more. */
    void forget() {
        answers.clear();
        greeting = List.of();
    }

    /** Sends an event to all that follow. */
    void send(String type, Object data) {
        streams.forEach(client -> client.sendEvent(type, json(data)));
    }

    int following() {
        return (int) streams.stream().filter(client -> !client.terminated()).count();
    }

    /** How often a path was asked for. */
    int asked(String path) {
        AtomicInteger count = asked.get(path);
        return count == null ? 0 : count.get();
    }

    String url() {
        return "http://127.0.0.1:" + javalin.port() + "/";
    }

    /** Goes away, and comes back at the same address with {@link #comeBack(int)}. */
    int goAway() {
        int port = javalin.port();
        close();
        return port;
    }

    void comeBack(int port) {
        javalin = start(port);
    }

    @Override
    public void close() {
        streams.forEach(SseClient::close);
        streams.clear();
        javalin.stop();
    }

    private void stream(SseClient client) {
        client.keepAlive();
        client.onClose(() -> streams.remove(client));
        greeting.forEach(event -> client.sendEvent(event.getKey(), json(event.getValue())));
        streams.add(client);
    }

    private void answer(Context context) {
        String path = context.path();
        asked.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
        Function<Context, Object> body = answers.get(path);
        if (body == null) {
            context.status(404).contentType("application/problem+json");
            context.result(json(Map.of("title", "Not Found", "status", 404, "detail", "nothing at " + path)));
        } else {
            context.contentType("application/json").result(json(body.apply(context)));
        }
    }

    private static void file(Context context, String resource) throws IOException {
        @Nullable InputStream found = PageServer.class.getResourceAsStream(resource);
        if (found == null) {
            context.status(404);
            return;
        }
        try (InputStream in = found) {
            String extension = resource.substring(resource.lastIndexOf('.') + 1);
            context.contentType(MEDIA_TYPES.getOrDefault(extension, "application/octet-stream"));
            context.result(in.readAllBytes());
        }
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
