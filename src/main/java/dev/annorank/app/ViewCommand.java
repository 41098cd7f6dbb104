package dev.annorank.app;

import dev.annorank.config.SettingsBuilder;
import dev.annorank.files.ShutdownHook;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The HTTP service alone, over topics that workers elsewhere write. */
@Command(
        name = "view",
        description = {
            "Serves the web page and the HTTP interface from the topics, until stopped.",
            "Ranks nothing itself: that is what serve does, here or elsewhere."
        },
        mixinStandardHelpOptions = true)
final class ViewCommand implements Callable<Integer> {
    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka cluster to read from. Default: 127.0.0.1:9092.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder for what is kept on disk meanwhile; not one that another process uses. Default: data.")
    private @Nullable Path data;

    @Mixin
    private HttpOptionsMixin http = new HttpOptionsMixin();

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        SettingsBuilder builder = options.builder();
        SettingsOptions.flag(builder, "--bootstrap-servers", "bootstrap.servers", bootstrapServers);
        SettingsOptions.flag(builder, "--data", "data.dir", data);
        http.apply(builder);
        CountDownLatch stopped = new CountDownLatch(1);
        try (ViewNode node = ViewNode.start(builder.build());
                ShutdownHook hook = new ShutdownHook(() -> {
                    node.close();
                    log().info("Stopped");
                    stopped.countDown();
                    Main.endStopped();
                })) {
            log().info("Showing the rankings of {} at {}", node.bootstrapServers(), node.address());
            stopped.await();
            return 0;
        }
    }

    /** Not a constant, since logging is not to be set up when this command is merely listed. */
    private static Logger log() {
        return LoggerFactory.getLogger(ViewCommand.class);
    }
}
