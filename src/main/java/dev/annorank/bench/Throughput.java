package dev.annorank.bench;

import dev.annorank.bench.Product.Application;
import dev.annorank.model.RankingEpoch;
import java.util.List;
import java.util.Set;

/**
 * How many events a second the whole topology takes, beside the {@link Ceiling} in turn on the same events. A topology that
 * runs is paused while the events are sent, so that the producer does not compete; the clock starts when it goes on, and
 * ends when a committed epoch that reports the last event is read, or when the ceiling has committed the last.
 */
final class Throughput {
    /** Images of which the events are run through first, unmeasured, so that the code is compiled. */
    private static final long WARM_UP_IMAGES = 3_000;

    private final Options options;
    private final Report report;

    Throughput(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    /** Measures those of the parts ceiling, throughput, publishing and memory that are wanted. */
    void run(Set<Part> parts) {
        boolean ceiling = parts.contains(Part.CEILING);
        boolean product = parts.contains(Part.THROUGHPUT);
        options.progress().accept("warming up");
        measure(options.withImages(Math.min(WARM_UP_IMAGES, options.images())), ceiling, product, new Report());
        for (int i = 1; i <= options.repeat(); i++) {
            options.progress().accept("throughput, " + i + " of " + options.repeat());
            measure(options, ceiling, product, report);
        }
        var most = report.median("ceiling", "eventsPerSecond");
        var ours = report.median("throughput", "eventsPerSecond");
        if (most.isPresent() && ours.isPresent()) {
            report.add("throughput", "shareOfCeiling", ours.getAsDouble() / most.getAsDouble());
        }
    }

    private static void measure(Options options, boolean ceiling, boolean product, Report report) {
        if (ceiling) {
            try (Site site = Site.open(options)) {
                ceiling(site, options, report);
            }
        }
        if (product) {
            try (Site site = Site.open(options)) {
                Memory.addDisk(site, product(site, options, report), report);
            }
        }
    }

    private static void ceiling(Site site, Options options, Report report) {
        try (Application application = Ceiling.start(site)) {
            long events = preload(site, options, application);
            long start = System.nanoTime();
            application.resume();
            Ceiling.await(site, application, events);
            report.add("ceiling", "eventsPerSecond", events / seconds(start, System.nanoTime()));
        }
    }

    private static long product(Site site, Options options, Report report) {
        try (EpochReader reader = new EpochReader(site);
                Application application = site.start()) {
            long events = preload(site, options, application);
            long start = System.nanoTime();
            application.resume();
            double seconds = seconds(start, reader.await(application, events));
            report.add("throughput", "eventsPerSecond", events / seconds);
            report.add("throughput", "seconds", seconds);
            publishing(reader.epochs(), events, report);
            Memory.addProcess(report);
            return events;
        }
    }

    private static long preload(Site site, Options options, Application application) {
        application.pause();
        return site.load(options.events(0, options.images()));
    }

    /** What the epochs themselves say of what they published. */
    static void publishing(List<RankingEpoch> epochs, long events, Report report) {
        long published = epochs.stream().mapToLong(RankingEpoch::published).sum();
        report.count("publishing", "epochs", epochs.size());
        report.count("publishing", "records", published);
        report.add("publishing", "recordsPerEvent", published / (double) events);
        report.count(
                "publishing",
                "slowestEpochMs",
                epochs.stream().mapToLong(RankingEpoch::tookMs).max().orElse(0));
    }

    static double seconds(long startNs, long endNs) {
        return (endNs - startNs) / 1e9;
    }
}
