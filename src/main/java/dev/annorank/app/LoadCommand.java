package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.files.Outputs;
import dev.annorank.intake.EventProducer;
import dev.annorank.intake.Pace;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.Ids;
import dev.annorank.model.UsageException;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
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

    @Parameters(paramLabel = "FILE", description = "Annotation file, plain or .gz; - for standard input.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = {"-d", "--dataset"},
            paramLabel = "NAME",
            converter = DatasetName.class,
            description = {
                "Dataset that the images belong to. Default: named after FILE, or after its folder where that says more:",
                "street for street.json and for street/annotations.json."
            })
    private @Nullable String named;

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
            names = "--replace",
            description = {
                "Makes the dataset what FILE says: one event an image, as --per-image, and images that FILE does not name",
                "are deleted. Says first how many, and asks."
            })
    private boolean replace;

    @Option(names = "--yes", description = "With --replace: do not ask first.")
    private boolean yes;

    @Option(
            names = "--event-version",
            paramLabel = "N",
            description = {
                "Version of the events. Default: none; then what arrives last counts, whatever has a version before it.",
                "With it, what has a newer version stays, --replace or not."
            })
    private @Nullable Long version;

    @Mixin
    private FileOptions fileOptions = new FileOptions();

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    private String dataset = Ids.DEFAULT_DATASET;

    @Override
    public Integer call() throws IOException {
        requireUsable();
        List<Path> inputs = new ArrayList<>(options.files());
        inputs.add(file);
        Path problems = fileOptions.problems();
        Outputs.requireApart(inputs, problems == null ? List.of() : List.of(problems));
        dataset = named == null ? FileDataset.choose(file) : named;
        try (InputFile input = InputFile.open(file)) {
            return load(input.path());
        }
    }

    private int load(Path path) throws IOException {
        SettingsBuilder builder = options.builder();
        SettingsOptions.flag(builder, "--bootstrap-servers", "bootstrap.servers", bootstrapServers);
        Settings settings = fileOptions.addTo(builder).build();
        LoadFile source = new LoadFile(path, settings, fileOptions, dataset, eventVersion());
        try (FileReport report = new FileReport(path, fileOptions);
                ProgressReport progress = new ProgressReport("checking")) {
            source.check(perImage || replace, report, progress);
        }
        KafkaAccess.requireTopic(settings, new Topics(settings.topicsPrefix()).annotations());
        UnnamedImages unnamed = new UnnamedImages(settings, file, dataset, source.images());
        NavigableSet<String> gone = replace ? toDelete(source, unnamed) : Collections.emptyNavigableSet();
        if (!UnnamedImages.mayDelete(gone, yes)) {
            System.err.println("annorank: nothing was changed");
            return 1;
        }
        long startNs = System.nanoTime();
        try (EventProducer producer = new EventProducer(settings)) {
            Pace pace = new Pace(rate);
            try (ProgressReport progress = new ProgressReport("loading")) {
                source.send(progress, event -> {
                    pace.await();
                    producer.send(event);
                });
                for (String image : gone) {
                    pace.await();
                    producer.send(new ImageDeleted(dataset, eventVersion(), image));
                }
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
        if (!replace) {
            unnamed.print();
        }
        return 0;
    }

    private NavigableSet<String> toDelete(LoadFile source, UnnamedImages unnamed) {
        source.requireImagesNamed();
        NavigableSet<String> gone = unnamed.findAll();
        if (source.unusableImages() > 0) {
            System.err.println("annorank: images listed without a usable size stay as they were: "
                    + RankCommand.grouped(source.unusableImages()));
        }
        eventVersion()
                .ifPresent(version -> System.err.println(
                        "annorank: what has a version above " + version + " stays as it is, deleted images too"));
        return gone;
    }

    private void requireUsable() {
        if (!(rate > 0)) {
            throw new UsageException("--rate is " + rate + "; it must be above 0");
        }
        if (version != null && version < 0) {
            throw new UsageException("--event-version is " + version + "; it must not be negative");
        }
        if (yes && !replace) {
            throw new UsageException("--yes is for --replace");
        }
    }

    private OptionalLong eventVersion() {
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }
}
