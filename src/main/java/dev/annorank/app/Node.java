package dev.annorank.app;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.client.KafkaFailure;
import dev.annorank.cluster.TopicFiles;
import dev.annorank.cluster.TopicManager;
import dev.annorank.cluster.TopicReport;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.model.UserException;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that runs in one process: its own broker if wanted, the topics, the topology and the HTTP service. */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private static final Clock CLOCK = Clock.system(ZoneId.systemDefault());

    private final Settings settings;
    private final NodeHealth health;
    private final Worker worker;
    private final HttpSide http;
    private final Cleanup parts;

    private Node(Settings settings, NodeHealth health, Worker worker, HttpSide http, Cleanup parts) {
        this.settings = settings;
        this.health = health;
        this.worker = worker;
        this.http = http;
        this.parts = parts;
    }

    /**
     * Starts everything, or nothing.
     *
     * @param builder the settings, but for where an embedded broker listens
     * @param embedded whether to bring a broker
     */
    static Node start(SettingsBuilder builder, boolean embedded) throws IOException {
        Cleanup parts = new Cleanup(List.of());
        try {
            Settings settings = builder.build();
            parts.before(DataFolder.lock(settings));
            // First of all the rest, so that whoever watches over the process sees it live while it starts.
            NodeHealth health = parts.before(new NodeHealth(CLOCK, System::nanoTime));
            health.watch("memory", new GarbageShare()::condition);
            Metering metering = parts.before(new Metering(settings.dataDir(), Clock.systemUTC()));
            HttpSide http = HttpSide.start(settings, metering, health);
            health.start();
            parts.before(http);
            Optional<Path> brokerFolder =
                    embedded ? Optional.of(settings.dataDir().resolve("broker")) : Optional.empty();
            if (brokerFolder.isPresent()) {
                EmbeddedBroker broker =
                        EmbeddedBroker.start(brokerFolder.get(), settings.brokerPort(), settings.outputMaxBytes());
                parts.before(broker);
                health.watch("broker", () -> broker.hasStopped() ? Condition.dead("has stopped") : Condition.WORKING);
                builder.set("bootstrap.servers", broker.bootstrapServers()).set("replication.factor", "1");
                if (!"streams".equalsIgnoreCase(settings.kafka().get("group.protocol"))) {
                    // Whoever is killed together with the broker comes back as the same member, at once.
                    builder.set("main.consumer.group.instance.id", "embedded");
                }
                settings = builder.build();
            }
            if (!embedded) {
                KafkaAccess.requireForService(settings);
            }
            prepareTopics(settings, embedded);
            EpochTimes epochs = Installations.admit(settings, brokerFolder);
            HeapNeed need = new HeapNeed(true);
            http.view().subscribe(need);
            health.watch("heap", need::condition);
            health.watch("view", new ViewHealth(http.view(), CLOCK, settings.rankingInterval())::condition);
            parts.before(http.connect(settings));
            Worker worker = parts.before(new Worker(settings, metering, epochs));
            worker.start();
            health.watch("topology", worker::condition);
            Progress progress = parts.before(new Progress(settings, worker.sources(), embedded, http.view(), CLOCK));
            health.watch("Kafka", progress::kafka);
            health.watch("events", progress::events);
            health.complete();
            return new Node(settings, health, worker, http, parts);
        } catch (RuntimeException | IOException e) {
            parts.close();
            if (KafkaFailure.isOutside(e)) {
                throw new UserException(KafkaFailure.explain(e, builder.build().kafka()));
            }
            throw e;
        }
    }

    /** The broker in this process is ours to arrange; in a cluster only what is missing is made, and differences are told. */
    private static void prepareTopics(Settings settings, boolean embedded) {
        try (Admin admin = Admin.create(new KafkaProperties(settings).admin())) {
            TopicManager manager = new TopicManager(
                    admin,
                    TopicFiles.load(
                            new Topics(settings.topicsPrefix()), settings.inputMaxBytes(), settings.outputMaxBytes()),
                    OptionalInt.empty());
            TopicReport report = embedded ? manager.apply() : manager.createMissing();
            if (!embedded) {
                report.changes().forEach(change -> LOG.info("Topics: {}", change));
                report.differences()
                        .forEach(difference -> LOG.warn("Topics: {}; see annorank topics apply", difference));
            }
        }
    }

    Settings settings() {
        return settings;
    }

    String bootstrapServers() {
        return String.valueOf(settings.kafka().get("bootstrap.servers"));
    }

    String httpAddress() {
        return http.address();
    }

    boolean isReady() {
        return health.isReady();
    }

    /** Waits until the topology has stopped, and returns whether it was asked to. */
    boolean awaitStop() throws InterruptedException {
        return worker.awaitStop();
    }

    @Override
    public void close() {
        // First of all, though it was there first: what is asked for from now on could not be answered any more.
        http.close();
        parts.close();
    }
}
