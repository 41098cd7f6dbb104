package dev.annorank.bench;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.cluster.TopicFiles;
import dev.annorank.cluster.TopicManager;
import dev.annorank.cluster.TopicSpec;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A place for one measurement: a broker of its own with empty topics, set up as "serve --embedded" does. */
final class Site implements AutoCloseable {
    /** What the ceiling writes to. */
    static final String CEILING = "ceiling";

    private final Options options;
    private final EmbeddedBroker broker;
    private final Settings settings;

    private Site(Options options, EmbeddedBroker broker, Settings settings) {
        this.options = options;
        this.broker = broker;
        this.settings = settings;
    }

    static Site open(Options options) {
        try {
            SettingsBuilder builder = options.settings().get();
            Path folder = Files.createTempDirectory(options.folder(), "site");
            builder.set("data.dir", folder.toString()).set("broker.port", "0");
            EmbeddedBroker broker = EmbeddedBroker.start(
                    folder.resolve("broker"), 0, builder.build().outputMaxBytes());
            try {
                builder.set("bootstrap.servers", broker.bootstrapServers()).set("replication.factor", "1");
                Settings settings = builder.build();
                prepareTopics(settings);
                return new Site(options, broker, settings);
            } catch (RuntimeException e) {
                broker.close();
                throw e;
            }
        } catch (IOException e) {
            throw new BenchException("no room for a measurement in " + options.folder() + ": " + e.getMessage(), e);
        }
    }

    private static void prepareTopics(Settings settings) {
        Topics topics = new Topics(settings.topicsPrefix());
        List<TopicSpec> specs = TopicFiles.load(topics, settings.inputMaxBytes(), settings.outputMaxBytes());
        int partitions = specs.stream()
                .filter(spec -> spec.name().equals(topics.annotations()))
                .mapToInt(TopicSpec::partitions)
                .findFirst()
                .orElseThrow();
        try (Admin admin = Admin.create(new KafkaProperties(settings).admin())) {
            new TopicManager(admin, specs, OptionalInt.empty()).apply();
            admin.createTopics(List.of(new NewTopic(CEILING, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new BenchException("the broker refuses: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    StopSignal stop() {
        return options.stop();
    }

    Settings settings() {
        return settings;
    }

    Topics topics() {
        return new Topics(settings.topicsPrefix());
    }

    Sender sender() {
        return new Sender(options.product().producer(settings), topics().annotations());
    }

    /** Sends events and returns how many, when the broker has acknowledged all. */
    long load(CocoEvents events) {
        return load(events, event -> true);
    }

    /** The same of the first event of each image, of events image by image. */
    long loadFirst(CocoEvents events) {
        Set<String> last = new HashSet<>();
        return load(events, event -> {
            if (last.contains(event.imageId())) {
                return false;
            }
            last.clear();
            return last.add(event.imageId());
        });
    }

    /** Sends corrections of images that are there, later than those of before, and returns how many. */
    long correct(CocoCorrections corrections, long images, long count) {
        try (Sender sender = sender()) {
            for (long sent = 0; sent < count; sent++) {
                options.stop().check();
                sender.send(corrections.next(images));
            }
            sender.flush();
            return count;
        }
    }

    private long load(CocoEvents events, Predicate<CocoEvents.Event> wanted) {
        try (Sender sender = sender()) {
            long sent = 0;
            while (events.hasNext()) {
                options.stop().check();
                CocoEvents.Event event = events.next();
                if (wanted.test(event)) {
                    sender.send(event);
                    sent++;
                }
            }
            sender.flush();
            return sent;
        }
    }

    /** Starts the product, and returns when it runs. */
    Product.Application start() {
        return Waiting.untilRunning(options.product().start(settings), options.stop());
    }

    /** Where the state of the topology is. */
    Path stateFolder() {
        return Path.of(String.valueOf(new KafkaProperties(settings).streams().get("state.dir")));
    }

    Path brokerFolder() {
        return settings.dataDir().resolve("broker");
    }

    @Override
    public void close() {
        broker.close();
        SiteFolders.delete(settings.dataDir());
    }
}
