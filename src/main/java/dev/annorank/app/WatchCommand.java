package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.files.ShutdownHook;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A live table in the terminal. */
@Command(
        name = "watch",
        description = "Shows a dataset's ranking live: a table on a terminal, a line an epoch elsewhere.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    @Option(
            names = {"-d", "--dataset"},
            paramLabel = "NAME",
            converter = DatasetName.class,
            description = "Dataset to show. Default: the one that changed last.")
    private @Nullable String dataset;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka cluster to read from. Default: 127.0.0.1:9092.")
    private @Nullable String bootstrapServers;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        SettingsBuilder builder = options.builder();
        SettingsOptions.flag(builder, "--bootstrap-servers", "bootstrap.servers", bootstrapServers);
        Settings settings = builder.build();
        KafkaAccess.requireNoMistake(settings);
        try (Watcher watcher = new Watcher(settings, dataset, Optional.empty());
                ShutdownHook hook = new ShutdownHook(watcher::close)) {
            watcher.run();
        }
        return 0;
    }
}
