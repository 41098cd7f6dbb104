package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.model.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Streams an annotation file in as events. */
@Command(
        name = "load",
        description = {
            "Streams an annotation file in as events, one an instance.",
            "The file is checked as a whole first: one that cannot be read to its end sends nothing."
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    /** The formats that can be read. */
    enum Format {
        COCO
    }

    @Parameters(paramLabel = "FILE", description = "Annotation file, plain or .gz.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = {"-d", "--dataset"},
            paramLabel = "NAME",
            defaultValue = Ids.DEFAULT_DATASET,
            converter = DatasetName.class,
            description = "Dataset that the images belong to. Default: ${DEFAULT-VALUE}.")
    private String dataset = Ids.DEFAULT_DATASET;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka cluster to send to. Default: 127.0.0.1:9092.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--format",
            paramLabel = "coco",
            defaultValue = "coco",
            description = "Format of the file; LVIS files are read as COCO. Default: coco.")
    @SuppressWarnings("UnusedVariable")
    private Format format = Format.COCO;

    @Option(names = "--rate", paramLabel = "N", description = "At most so many events a second. Default: no limit.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(names = "--per-image", description = "One event an image, which replaces all its annotations.")
    private boolean perImage;

    @Option(
            names = "--event-version",
            paramLabel = "N",
            description = "Version of the events. Default: none; then what arrives last counts.")
    private @Nullable Long version;

    @Mixin
    private FileOptions fileOptions = new FileOptions();

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        requireUsable();
        SettingsBuilder builder = options.builder();
        SettingsOptions.flag(builder, "--bootstrap-servers", "bootstrap.servers", bootstrapServers);
        Settings settings = fileOptions.addTo(builder).build();
        LoadFile source = new LoadFile(file, settings, fileOptions, dataset, eventVersion());
        try (FileReport report = new FileReport(file, fileOptions);
                ProgressReport progress = new ProgressReport("checking")) {
            source.check(perImage, report, progress);
        }
        long startNs = System.nanoTime();
        try (EventProducer producer = new EventProducer(settings)) {
            Pace pace = new Pace(rate);
            try (ProgressReport progress = new ProgressReport("loading")) {
                source.send(progress, event -> {
                    pace.await();
                    producer.send(event);
                });
                producer.flush();
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            System.err.printf(
                    Locale.ROOT,
                    "annorank: %,d events of dataset %s acknowledged in %.1f s%n",
                    producer.acknowledged(),
                    dataset,
                    seconds);
        }
        return 0;
    }

    private void requireUsable() {
        if (!(rate > 0)) {
            throw new UsageException("--rate is " + rate + "; it must be above 0");
        }
        if (version != null && version < 0) {
            throw new UsageException("--event-version is " + version + "; it must not be negative");
        }
    }

    private OptionalLong eventVersion() {
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }
}
