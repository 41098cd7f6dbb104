package dev.annorank.app;

import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.files.Outputs;
import dev.annorank.format.subset.SubsetFormat;
import dev.annorank.model.UsageException;
import dev.annorank.topic.Topics;
import dev.annorank.view.LiveView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The kept subset of the live ranking, for those who train. */
@Command(
        name = "export",
        description = {
            "Writes the best images of the live ranking, all as of one epoch: what a prune rate keeps, or a number of them.",
            "Format if none is named: coco with --coco, ids without.",
            "With --output, FILE.meta.json beside it says which epoch, how it was scored, and the file's SHA-256;",
            "not if FILE is a pipe or a device."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Option(
            names = {"-d", "--dataset"},
            paramLabel = "NAME",
            required = true,
            converter = DatasetName.class,
            description = "Dataset to export.")
    @SuppressWarnings("NullAway.Init")
    private String dataset;

    @Mixin
    private SubsetOptions subset = new SubsetOptions();

    @Option(
            names = "--coco",
            paramLabel = "FILE",
            description = "Annotation file, plain or .gz: what coco filters, and where yolo may find file names.")
    private @Nullable Path coco;

    @Option(
            names = "--force",
            description = {
                "Takes FILE without comparing it with the ranking: its images may be others, or missing. Without this, a",
                "file that names other pictures or sizes for the kept images is an error."
            })
    private boolean force;

    @Option(
            names = "--strict",
            description = "Entries of FILE that name no image are an error; without this they are left out and said.")
    private boolean strict;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write; compressed if the name ends in .gz. Default: standard output.")
    private @Nullable Path output;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Longest wait for Kafka. Default: ${DEFAULT-VALUE}.")
    private double timeout = 120;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka cluster to read from. Default: 127.0.0.1:9092.")
    private @Nullable String bootstrapServers;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Export export = export();
        SettingsBuilder builder = options.builder();
        SettingsOptions.flag(builder, "--bootstrap-servers", "bootstrap.servers", bootstrapServers);
        Settings settings = builder.build();
        KafkaAccess.require(settings);
        Set<String> known = ConcurrentHashMap.newKeySet();
        Predicate<String> wanted = name -> {
            known.add(name);
            return name.equals(dataset);
        };
        try (LiveView view = LiveView.ofRankings(
                        new KafkaProperties(settings).consumer(),
                        new Topics(settings.topicsPrefix()),
                        wanted,
                        Clock.system(ZoneId.systemDefault()),
                        NewerWriter.foreign(settings));
                LiveSource source = new LiveSource(
                        settings,
                        dataset,
                        new SnapshotWait(view, () -> known, Duration.ofMillis((long) (timeout * 1000))),
                        export.needsImages())) {
            source.await();
            export.write(source);
        }
        return 0;
    }

    /** What is asked for, checked before Kafka is. */
    private Export export() throws IOException {
        if (!(timeout > 0 && timeout <= 1e6)) {
            throw new UsageException("--timeout is " + timeout + "; it must be above 0, in seconds");
        }
        SubsetRequest request = subset.request(coco == null ? SubsetFormat.IDS : SubsetFormat.COCO);
        SubsetFormat format = request.format();
        if (format == SubsetFormat.COCO && coco == null) {
            throw new UsageException("--format coco needs --coco FILE, the annotation file to filter");
        }
        if (coco != null && format != SubsetFormat.COCO && format != SubsetFormat.YOLO) {
            throw new UsageException("--coco is for the formats coco and yolo; " + format + " does not need it");
        }
        if (coco == null && (force || strict)) {
            throw new UsageException((force ? "--force" : "--strict") + " is about the file of --coco; name it");
        }
        Export export = new Export(request, coco, force, strict, output);
        List<Path> inputs = new ArrayList<>(options.files());
        if (coco != null) {
            inputs.add(coco);
        }
        Outputs.requireApart(inputs, export.outputs());
        return export;
    }
}
