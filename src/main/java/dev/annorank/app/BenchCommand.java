package dev.annorank.app;

import dev.annorank.bench.CocoEvents;
import dev.annorank.bench.Options;
import dev.annorank.bench.Part;
import dev.annorank.bench.Report;
import dev.annorank.bench.StopSignal;
import dev.annorank.files.OutputFile;
import dev.annorank.files.Outputs;
import dev.annorank.files.ShutdownHook;
import dev.annorank.files.StandardOutput;
import dev.annorank.files.TempFolder;
import dev.annorank.model.UsageException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the program on this machine. */
@Command(
        name = "bench",
        description = {
            "Measures annorank on this machine, with a dataset of COCO's shape drawn from a seed.",
            "Everything runs in this process: a Kafka broker in a temporary folder, and the ranking as serve runs it.",
            "Prints median, least and most of the repetitions of each figure."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    /** The parts as the command line has them. */
    static final class PartNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Part.values())
                    .map(part -> part.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }

    private static final int STOP_SECONDS = 60;

    @Parameters(
            paramLabel = "PART",
            arity = "0..*",
            completionCandidates = PartNames.class,
            description = {"What to measure: ${COMPLETION-CANDIDATES}. Default: all."})
    private List<Part> parts = List.of();

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Images of the dataset, about 7 instances each; COCO has 118287. Default: ${DEFAULT-VALUE}.")
    private long images;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "3",
            description = "Measurements of each figure. Default: ${DEFAULT-VALUE}.")
    private int repeat;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long latency is measured. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--largest",
            paramLabel = "N",
            defaultValue = "118287",
            description = "Images up to which growth and epochs are measured. Default: ${DEFAULT-VALUE}.")
    private long largest;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which dataset; the same seed gives the same events. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON too.")
    private @Nullable Path json;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Measures nothing: writes the dataset's events to a file, one a line. .gz: compressed.")
    private @Nullable Path write;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        requireAtLeast1("--images", images);
        requireAtLeast1("--repeat", repeat);
        requireAtLeast1("--seconds", seconds);
        requireAtLeast1("--largest", largest);
        Path output = write == null ? json : write;
        if (output != null) {
            Outputs.requireApart(settings.files(), List.of(output));
        }
        if (write != null) {
            write(write);
            return 0;
        }
        // Wrong settings show before anything starts.
        settings.builder().build();
        try (Outputs outputs = new Outputs()) {
            OutputFile file = json == null ? null : outputs.create(json);
            Report report = measure();
            report.lines().forEach(System.out::println);
            if (file != null) {
                report.write(setup(), file.stream());
                outputs.commit();
            }
            StandardOutput.requireAllTaken();
        }
        return 0;
    }

    private Report measure() throws Exception {
        Set<Part> wanted = parts.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(parts);
        StopSignal stop = new StopSignal();
        CountDownLatch cleaned = new CountDownLatch(1);
        try (ShutdownHook hook = new ShutdownHook(() -> stop(stop, cleaned))) {
            try (TempFolder folder = TempFolder.create("annorank-bench")) {
                return Part.measure(wanted, options(folder.path(), stop));
            } finally {
                cleaned.countDown();
            }
        }
    }

    private Options options(Path folder, StopSignal stop) {
        return new Options(
                new BenchedWorkers(),
                settings::builder,
                folder,
                images,
                repeat,
                seed,
                seconds,
                largest,
                what -> System.err.println("annorank: " + what),
                stop);
    }

    /** Lets the measurement close what it has open, and leave nothing behind. */
    private static void stop(StopSignal stop, CountDownLatch cleaned) {
        stop.give();
        try {
            if (!cleaned.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("annorank: the measurement did not stop within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> setup() {
        Map<String, Object> setup = new LinkedHashMap<>();
        setup.put("version", Version.number());
        setup.put("java", Runtime.version().toString());
        setup.put("processors", Runtime.getRuntime().availableProcessors());
        setup.put("maxHeapBytes", Runtime.getRuntime().maxMemory());
        setup.put("images", images);
        setup.put("repeat", repeat);
        setup.put("seed", seed);
        return setup;
    }

    private void write(Path target) throws Exception {
        try (Outputs outputs = new Outputs()) {
            OutputStream out = outputs.create(target).stream();
            CocoEvents events = new CocoEvents(seed, "coco", 0, images, 1);
            while (events.hasNext()) {
                out.write(events.next().value());
                out.write('\n');
            }
            outputs.commit();
        }
    }

    private static void requireAtLeast1(String option, long value) {
        if (value < 1) {
            throw new UsageException(option + " is " + value + "; it must be at least 1");
        }
    }
}
