package dev.annorank.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annorank.intake.EventSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A service over a fake view, and a client. */
final class TestServer implements AutoCloseable {
    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final FakeView view;
    final HttpService service;

    TestServer(FakeView view, HttpOptions options, HttpParts parts) {
        this.view = view;
        this.service = HttpService.start(options, parts);
    }

    static TestServer start(FakeView view) {
        return start(view, HttpOptions.local(), List.of());
    }

    static TestServer start(FakeView view, HttpOptions options, List<RouteGroup> groups) {
        return new TestServer(
                view, options, parts(view, Optional.empty(), Optional.empty(), RequestListener.NONE, groups));
    }

    static HttpParts parts(
            FakeView view,
            Optional<EventSettings> events,
            Optional<MetricsSource> metrics,
            RequestListener requests,
            List<RouteGroup> groups) {
        return new HttpParts(
                new AllWell(),
                view,
                events,
                metrics,
                requests,
                groups,
                Clock.fixed(FakeView.NOON.plusSeconds(10), ZoneOffset.UTC));
    }

    /** Health that is good. */
    private record AllWell() implements Health {
        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public String describe() {
            return "running";
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return MAPPER.readTree(answer.body());
    }

    static JsonNode problem(HttpResponse<String> answer, int status) throws IOException {
        if (answer.statusCode() != status) {
            throw new AssertionError("status " + answer.statusCode() + ": " + answer.body());
        }
        if (!answer.headers().firstValue("Content-Type").orElse("").equals("application/problem+json")) {
            throw new AssertionError(answer.headers() + answer.body());
        }
        JsonNode problem = MAPPER.readTree(answer.body());
        for (String member : List.of("type", "title", "status", "detail", "instance")) {
            if (!problem.has(member)) {
                throw new AssertionError("no " + member + " in " + answer.body());
            }
        }
        return problem;
    }

    @Override
    public void close() {
        service.close();
    }
}
