package dev.annorank.app;

import dev.annorank.client.KafkaFailure;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.topic.ScoringManifest;
import dev.annorank.topic.Topics;
import dev.annorank.view.LiveView;
import dev.annorank.view.RankingView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The kept subset of the live ranking, for those who train. */
@Command(
        name = "export",
        description = {
            "Writes the images that a prune rate keeps of the live ranking, all as of one epoch.",
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

    @Option(
            names = {"-p", "--prune-rate"},
            paramLabel = "P",
            required = true,
            description = "Part of the ranked images to leave out, 0 to 1; any number, not only configured ones.")
    private double pruneRate;

    @Option(
            names = "--format",
            paramLabel = "coco|ids|csv|jsonl|yolo|scores",
            description = {
                "coco: FILE of --coco without the other images. ids: one id a line. csv: rank,image_id,score.",
                "jsonl: one object an image. yolo: list of image paths. scores: {\"image id\": score}.",
                "Default: coco with --coco, ids without."
            })
    private @Nullable ExportFormat format;

    @Option(
            names = "--coco",
            paramLabel = "FILE",
            description = "Annotation file, plain or .gz: what coco filters, and where yolo may find file names.")
    private @Nullable Path coco;

    @Option(
            names = "--allow-missing",
            description = "Kept images that FILE lacks are left out; without this they are an error.")
    private boolean allowMissing;

    @Option(
            names = "--image-root",
            paramLabel = "DIR",
            description = "yolo: folder that the file names are in. Default: the folder of the list.")
    private @Nullable String imageRoot;

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
        if (export.needsInstances()) {
            exportWithInstances(export, settings);
            return 0;
        }
        Set<String> known = ConcurrentHashMap.newKeySet();
        Predicate<String> wanted = name -> {
            known.add(name);
            return name.equals(dataset);
        };
        try (LiveView view = LiveView.ofRankings(
                new KafkaProperties(settings).consumer(), new Topics(settings.topicsPrefix()), wanted, clock())) {
            write(export, settings, view, () -> known);
        }
        return 0;
    }

    private void exportWithInstances(Export export, Settings settings) throws IOException, InterruptedException {
        try (Cleanup cleanup = new Cleanup(List.of());
                ShutdownHook hook = new ShutdownHook(cleanup::close)) {
            LiveView view = start(settings, cleanup);
            write(export, settings, view, view::datasets);
        }
    }

    private static LiveView start(Settings settings, Cleanup cleanup) throws IOException {
        // A stop waits until there is all of what it is to close; the view is done with the folder before that goes.
        synchronized (cleanup) {
            TempFolder folder = cleanup.before(TempFolder.create("annorank-export-"));
            return cleanup.before(LiveView.start(
                    new KafkaProperties(settings).consumer(),
                    new Topics(settings.topicsPrefix()),
                    folder.path(),
                    clock()));
        }
    }

    private void write(Export export, Settings settings, RankingView view, Supplier<? extends Collection<String>> known)
            throws IOException, InterruptedException {
        SnapshotWait waiting = new SnapshotWait(view, known, Duration.ofMillis((long) (timeout * 1000)));
        export.write(waiting.await(dataset), new Live(settings, view, waiting));
    }

    private static Clock clock() {
        return Clock.system(ZoneId.systemDefault());
    }

    /** What is asked for, checked before Kafka is. */
    private Export export() throws IOException {
        if (!(pruneRate >= 0 && pruneRate <= 1)) {
            throw new UsageException("--prune-rate is " + pruneRate + "; it must be between 0 and 1");
        }
        if (!(timeout > 0 && timeout <= 1e6)) {
            throw new UsageException("--timeout is " + timeout + "; it must be above 0, in seconds");
        }
        ExportFormat used = format != null ? format : coco == null ? ExportFormat.IDS : ExportFormat.COCO;
        if (used == ExportFormat.COCO && coco == null) {
            throw new UsageException("--format coco needs --coco FILE, the annotation file to filter");
        }
        if (coco != null && used != ExportFormat.COCO && used != ExportFormat.YOLO) {
            throw new UsageException("--coco is for the formats coco and yolo; " + used + " does not need it");
        }
        if (imageRoot != null && used != ExportFormat.YOLO) {
            throw new UsageException("--image-root is for the format yolo");
        }
        if (imageRoot != null && imageRoot.isEmpty()) {
            throw new UsageException(
                    "--image-root is empty; name a folder, or leave it out for the folder of the list");
        }
        if (allowMissing && used != ExportFormat.COCO) {
            throw new UsageException("--allow-missing is for the format coco");
        }
        Export export = new Export(pruneRate, used, coco, output, imageRoot, allowMissing);
        List<Path> inputs = new ArrayList<>(options.files());
        if (coco != null) {
            inputs.add(coco);
        }
        Outputs.requireApart(inputs, export.outputs());
        return export;
    }

    /** What the topics say beside the ranking. */
    private record Live(Settings settings, RankingView view, SnapshotWait waiting) implements Export.Sources {
        @Override
        public Function<String, Optional<String>> fileNames(String dataset) throws InterruptedException {
            waiting.until("the instances' file names", view.instances()::isCaughtUp);
            return image -> view.instances().of(dataset, image, 1).stream()
                    .flatMap(detail -> Optional.ofNullable(detail.image().fileName()).stream())
                    .findFirst();
        }

        @Override
        public Map<String, String> scoring() {
            String why = "this application.id has none";
            try (Admin admin = Admin.create(new KafkaProperties(settings).admin())) {
                Optional<ScoringManifest> manifest =
                        Installations.manifest(settings, admin).readIfPresent();
                if (manifest.isPresent()) {
                    return manifest.get().settings();
                }
            } catch (KafkaException e) {
                why = KafkaFailure.explain(e, new KafkaProperties(settings).admin());
            }
            System.err.println(
                    "annorank: how masks were measured is not known: no record of it can be read (" + why + ")");
            return Map.of();
        }
    }
}
