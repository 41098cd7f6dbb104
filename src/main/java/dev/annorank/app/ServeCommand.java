package dev.annorank.app;

import dev.annorank.config.SettingsBuilder;
import dev.annorank.files.ShutdownHook;
import dev.annorank.model.UsageException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The topology and the HTTP service until told to stop. */
@Command(
        name = "serve",
        description = {
            "Ranks what comes in, until stopped.",
            "With --embedded it brings its own Kafka broker: a whole system on one machine."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--embedded", description = "Run a Kafka broker in this process, its data in the data folder.")
    private boolean embedded;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for state and the embedded broker's data. Default: data.")
    private @Nullable Path data;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka cluster to use. Default: 127.0.0.1:9092.")
    private @Nullable String bootstrapServers;

    @Option(names = "--broker-port", paramLabel = "PORT", description = "Embedded broker's port. Default: 9092.")
    private @Nullable Integer brokerPort;

    @Mixin
    private HttpOptionsMixin http = new HttpOptionsMixin();

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    /** Being told to stop is no failure, so the exit code is 0 and not that of the signal. */
    private static void stop(Node node) {
        node.close();
        log().info("Stopped");
        Main.endStopped();
    }

    @Override
    public Integer call() throws Exception {
        if (embedded && bootstrapServers != null) {
            throw new UsageException("--embedded brings its own broker; leave out --bootstrap-servers, or --embedded");
        }
        SettingsBuilder builder = options.builder();
        SettingsOptions.flag(builder, "--data", "data.dir", data);
        SettingsOptions.flag(builder, "--bootstrap-servers", "bootstrap.servers", bootstrapServers);
        SettingsOptions.flag(builder, "--broker-port", "broker.port", brokerPort);
        http.apply(builder);
        try (Node node = Node.start(builder, embedded);
                ShutdownHook hook = new ShutdownHook(() -> stop(node))) {
            log().info(
                            "Ranking; events go to topic {}annotations at {}, the page is at {}",
                            node.settings().topicsPrefix(),
                            node.bootstrapServers(),
                            node.httpAddress());
            return node.awaitStop() ? 0 : 1;
        }
    }

    /** Not a constant, since logging is not to be set up when this command is merely listed. */
    private static Logger log() {
        return LoggerFactory.getLogger(ServeCommand.class);
    }
}
