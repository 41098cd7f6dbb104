package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annorank.metrics.Samples;
import dev.annorank.metrics.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a working topology's meters look like to a real Prometheus, to the alerts and to the dashboard. */
class PrometheusTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:annorank|kafka|jvm|process|system|disk|logback)_[a-z0-9_]+\\b");

    @TempDir
    private static Path folder;

    private static MeasuredTopology topology;

    @BeforeAll
    static void start() throws IOException {
        topology = MeasuredTopology.start(folder);
    }

    @AfterAll
    static void stop() {
        if (topology != null) {
            topology.close();
        }
    }

    @Test
    void shouldShowClientsAndThreadsOfKafka_butNotEachTaskOrPartition() {
        Set<String> kafka = Samples.parse(topology.metrics().scrape()).keySet().stream()
                .filter(series -> series.startsWith("kafka_"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(kafka).hasSizeBetween(200, 750);
        assertThat(kafka).noneMatch(series -> series.matches(".*[{,](task_id|partition|topic|node_id|.*state_id)=.*"));
        assertThat(kafka)
                .anyMatch(series -> series.startsWith("kafka_consumer_fetch_manager_records_lag_max{client_id="))
                .anyMatch(series -> series.startsWith("kafka_stream_alive_stream_threads{"))
                .anyMatch(series -> series.startsWith("kafka_producer_record_send_total{client_id="));
    }

    @Test
    void shouldHaveEveryMetric_thatAnAlertOrTheDashboardNames() throws IOException {
        Set<String> there = Samples.parse(topology.metrics().scrape()).keySet().stream()
                .map(Samples::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = metrics(Files.readString(Path.of("config", "alerts.yml")));
        JsonNode dashboard = JSON.readTree(
                Path.of("config", "grafana", "dashboards", "annorank.json").toFile());
        for (JsonNode expression : dashboard.findValues("expr")) {
            named.addAll(metrics(expression.asText()));
        }
        named.addAll(metrics(dashboard.at("/templating/list/0/definition").asText()));
        // Of a timer, a text may name the whole.
        there.addAll(there.stream().map(name -> name.replaceAll("_count$", "")).toList());
        assertThat(named).hasSizeGreaterThan(30).isSubsetOf(there);
    }

    private static Set<String> metrics(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = METRIC.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    @Test
    void shouldHaveADashboard_thatUsesTheProvisionedSource() throws IOException {
        JsonNode dashboard = JSON.readTree(
                Path.of("config", "grafana", "dashboards", "annorank.json").toFile());
        String source = Files.readString(Path.of("config", "grafana", "provisioning", "datasources", "prometheus.yml"));
        Set<Integer> ids = new TreeSet<>();
        int targets = 0;
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt()))
                    .as("id of %s", panel.get("title"))
                    .isTrue();
            assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
                    .isLessThanOrEqualTo(24);
            targets += panel.path("targets").size();
        }
        assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.findValues("expr")).hasSize(targets);
        for (JsonNode used : dashboard.findValues("datasource")) {
            assertThat(source).contains("uid: " + used.get("uid").asText() + "\n");
        }
    }

    @Test
    void shouldBeReadByPrometheus() throws Exception {
        Tool prometheus = Tool.require("prometheus");
        int port = freePort();
        Path config = folder.resolve("prometheus.yml");
        Files.copy(Path.of("config", "alerts.yml"), folder.resolve("alerts.yml"));
        Files.writeString(
                config,
                Files.readString(Path.of("config", "prometheus.yml"))
                        .replace("15s", "1s")
                        .replace("annorank:8080", "127.0.0.1:" + topology.port()));
        Path log = folder.resolve("prometheus.log");
        Process process = prometheus.start(
                log,
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port);
        try {
            await("Prometheus reads the meters")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> process.isAlive()
                            && value(port, "up{job=\"annorank\"}").equals("1"));
            assertThat(value(port, "annorank_images{dataset=\"measured\"}")).isEqualTo("10");
            assertThat(value(port, "annorank_events_total{dataset=\"measured\",outcome=\"applied\"}"))
                    .isEqualTo("500");
            assertThat(value(port, "count(annorank_class_instances{class=\"Bottle \\\"cap\\\"\"})"))
                    .isEqualTo("1");
            assertThat(value(port, "count({__name__=~\"kafka_.+\"}) > 200")).isNotEmpty();
            assertThat(value(port, "scrape_samples_scraped{job=\"annorank\"} < 1500"))
                    .isNotEmpty();
            assertThat(get(port, "/api/v1/rules")).contains("AnnorankNoEpoch").doesNotContain("\"health\":\"err\"");
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** The value of the one series that a query gives, or an empty text. */
    private static String value(int port, String query) throws InterruptedException {
        try {
            String answer = get(port, "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
            return JSON.readTree(answer).at("/data/result/0/value/1").asText();
        } catch (IOException e) {
            // Not up yet.
            return "";
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
