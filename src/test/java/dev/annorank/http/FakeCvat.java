package dev.annorank.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A CVAT with one job, number 5. */
final class FakeCvat implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";

    /** What is answered to a path with its query; no entry: 404. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    /** What was asked, in order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    FakeCvat() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put(
                "/cvat/api/jobs/5",
                "{\"id\":5,\"task_id\":9,\"project_id\":2,\"type\":\"annotation\",\"start_frame\":0,\"stop_frame\":1,"
                        + "\"updated_date\":\"2026-03-01T10:20:30.5Z\"}");
        answers.put(
                "/cvat/api/jobs/5/annotations",
                "{\"shapes\":[{\"id\":1,\"type\":\"mask\",\"frame\":1,\"label_id\":1,\"group\":0,"
                        + "\"points\":[0,4,1,1,2,2]},"
                        + "{\"id\":2,\"type\":\"points\",\"frame\":1,\"label_id\":2,\"points\":[1,1]},"
                        + "{\"id\":3,\"type\":\"polygon\",\"frame\":1,\"label_id\":2,\"points\":[0,0,3,0,3,3]}]}");
        answers.put(
                "/cvat/api/jobs/5/data/meta",
                "{\"frames\":[{\"width\":4,\"height\":4,\"name\":\"a.jpg\"},{\"width\":4,\"height\":4,\"name\":\"b.jpg\"}],"
                        + "\"deleted_frames\":[]}");
        String labels = "/cvat/api/labels?job_id=5&page_size=500&page=";
        answers.put(labels + 1, "{\"next\":\"http://127.0.0.1:1/evil\",\"results\":[{\"id\":1,\"name\":\"cat\"}]}");
        answers.put(labels + 2, "{\"next\":null,\"results\":[{\"id\":2,\"name\":\"dog\"}]}");
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/cvat/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(path);
        boolean known = ("Token " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String answer = answers.get(path);
        if (!known || answer == null) {
            exchange.sendResponseHeaders(known ? 404 : 401, -1);
        } else if (answer.startsWith("http")) {
            exchange.getResponseHeaders().add("Location", answer);
            exchange.sendResponseHeaders(302, -1);
        } else if (answer.equals("silence")) {
            // Neither answered nor closed.
            return;
        } else {
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
