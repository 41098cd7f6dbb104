package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.format.CocoFile;
import dev.annorank.format.LabeledInstance;
import dev.annorank.format.ProblemCollector;
import dev.annorank.json.Errors;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Ids;
import dev.annorank.model.Image;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            "The file is checked as a whole first: a broken one sends nothing."
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    private static final int SHOWN_PROBLEMS = 10;

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
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        requireUsable();
        SettingsBuilder builder = options.builder();
        SettingsOptions.flag(builder, "--bootstrap-servers", "bootstrap.servers", bootstrapServers);
        Settings settings = builder.build();
        LoadCheck check = new LoadCheck(settings.maskMaxPixels(), settings.eventMaxBytes());
        check(check);
        long startNs = System.nanoTime();
        try (EventProducer producer = new EventProducer(settings)) {
            try (ProgressReport progress = new ProgressReport("loading")) {
                send(producer, progress, check);
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

    /** Reads the whole file once, so that nothing is sent of one that is broken further down. */
    private void check(LoadCheck check) throws IOException {
        ProblemCollector problems = new ProblemCollector(SHOWN_PROBLEMS);
        try (ProgressReport progress = new ProgressReport("checking")) {
            CocoFile coco = open(problems, progress);
            coco.read(instance -> {
                try {
                    check.require(instance, event(instance));
                } catch (RejectedException e) {
                    problems.handle(coco.problem(instance, e));
                }
            });
        }
        problems.throwIfAny();
    }

    private AnnotationEvent event(LabeledInstance instance) {
        return new AnnotationUpserted(dataset, eventVersion(), instance.image(), instance.annotation());
    }

    private OptionalLong eventVersion() {
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    private CocoFile open(ProblemCollector problems, ProgressReport progress) throws IOException {
        return switch (format) {
            case COCO -> CocoFile.open(file, problems, progress);
        };
    }

    private void send(EventProducer producer, ProgressReport progress, LoadCheck check) throws IOException {
        Pace pace = new Pace(rate);
        CocoFile coco = open(new ProblemCollector(SHOWN_PROBLEMS), progress);
        if (!perImage) {
            coco.read(instance -> {
                pace.await();
                producer.send(event(instance));
            });
            return;
        }
        // Nothing says that a file holds an image's annotations side by side.
        Map<String, List<Annotation>> annotations = new HashMap<>();
        coco.read(instance -> annotations
                .computeIfAbsent(instance.image().id(), id -> new ArrayList<>())
                .add(instance.annotation()));
        for (Image image : coco.images()) {
            try {
                check.require(replaced(image, annotations));
            } catch (RejectedException e) {
                throw new UserException(file + ": image " + Errors.quoted(image.id()) + ": " + e.getMessage()
                        + ", or load without --per-image");
            }
        }
        for (Image image : coco.images()) {
            pace.await();
            producer.send(replaced(image, annotations));
        }
    }

    private AnnotationEvent replaced(Image image, Map<String, List<Annotation>> annotations) {
        return new ImageReplaced(dataset, eventVersion(), image, annotations.getOrDefault(image.id(), List.of()));
    }
}
