package dev.annorank.app;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.cluster.TopicFiles;
import dev.annorank.cluster.TopicManager;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.demo.LabelingSession;
import dev.annorank.intake.EventProducer;
import dev.annorank.metrics.AnnorankMetrics;
import dev.annorank.metrics.RestoreStatus;
import dev.annorank.metrics.Samples;
import dev.annorank.metrics.ViewStatus;
import dev.annorank.model.EventCounts;
import dev.annorank.model.Reason;
import dev.annorank.stream.RankingTopology;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;

/** The real topology on a broker of its own, measured, with its meters at {@code /metrics} of a free port. */
final class MeasuredTopology implements AutoCloseable {
    private static final String DATASET = "measured";
    private static final int EVENTS = 500;

    private final Cleanup parts = new Cleanup(List.of());
    private final AnnorankMetrics metrics;
    private final HttpServer http;

    private MeasuredTopology(Path folder) throws IOException {
        EmbeddedBroker broker = parts.before(EmbeddedBroker.start(folder.resolve("broker"), 0));
        Settings settings = TestNode.settings(folder)
                .set("bootstrap.servers", broker.bootstrapServers())
                .set("replication.factor", "1")
                .build();
        Topics topics = new Topics(settings.topicsPrefix());
        try (Admin admin = Admin.create(new KafkaProperties(settings).admin())) {
            new TopicManager(
                            admin,
                            TopicFiles.load(topics, settings.inputMaxBytes(), settings.outputMaxBytes()),
                            OptionalInt.empty())
                    .apply();
        }
        Properties properties = new Properties();
        properties.putAll(new KafkaProperties(settings).streams());
        KafkaStreams streams =
                new KafkaStreams(new RankingTopology(topics, Worker.pipeline(settings)).build(), properties);
        metrics = new AnnorankMetrics("test");
        parts.before(metrics);
        parts.before(() -> streams.close(Duration.ofSeconds(30)));
        metrics.bindProcess(folder);
        metrics.bindHealth(
                () -> streams.state().isRunningOrRebalancing(), () -> streams.state() == KafkaStreams.State.RUNNING);
        metrics.bindStreams(streams);
        feed(metrics);
        streams.start();
        try (EventProducer producer = new EventProducer(settings)) {
            LabelingSession session = new LabelingSession(5, DATASET);
            for (int i = 0; i < EVENTS; i++) {
                producer.send(session.next());
            }
            producer.flush();
        }
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/metrics", exchange -> {
            String accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
            String type = AnnorankMetrics.contentType(accept);
            byte[] body = metrics.scrape(type).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        http.start();
        parts.before(() -> http.stop(0));
    }

    /** What is not of the topology, as the program feeds it. */
    private static void feed(AnnorankMetrics metrics) {
        metrics.bindRestore(() -> new RestoreStatus(30, 70, 2.5));
        metrics.bindUnreadable(() -> 0);
        metrics.bindOversized(() -> 0);
        metrics.bindView(List.of("live", "unreachable"), () -> new ViewStatus("live", 3, 0.5));
        metrics.counted(DATASET, new EventCounts(EVENTS, 2, 1));
        metrics.rejected(DATASET, Reason.BAD_RLE);
        metrics.published(Samples.epoch(DATASET, 1, 10), 40);
        metrics.snapshot(
                Samples.epoch(DATASET, 1, 10),
                List.of(Samples.totals(DATASET, "Bottle \"cap\"", 9), Samples.totals(DATASET, "\u732b", 3)));
        metrics.requested("GET", "/v1/datasets/{d}", 200, 3_000_000);
    }

    /** Starts, and waits until the topology works and its meters are there. */
    static MeasuredTopology start(Path folder) throws IOException {
        MeasuredTopology topology = new MeasuredTopology(folder);
        await("the topology runs")
                .atMost(Duration.ofMinutes(2))
                .until(() -> topology.metrics.scrape().contains("\nannorank_ready 1.0"));
        // The clients that the topology made while it started show at the next look.
        // Pauses are told only once there was one.
        System.gc();
        await("the meters of clients and of pauses")
                .atMost(Duration.ofMinutes(1))
                .until(() -> topology.metrics.scrape().contains("\nkafka_producer_txn_commit_time_ns_total{")
                        && topology.metrics.scrape().contains("\njvm_gc_pause_seconds_sum{"));
        return topology;
    }

    AnnorankMetrics metrics() {
        return metrics;
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        parts.close();
    }
}
