package dev.annorank.bench;

import dev.annorank.bench.Product.Application;
import dev.annorank.model.RankingEpoch;
import java.util.List;
import java.util.Set;

/**
 * How many events a second the whole topology takes, beside the {@link Ceiling} in turn on the same broker and the same
 * events. These are in the topic before the clock starts, which it does when the topology runs; it ends when a committed
 * epoch that reports the last event is read.
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
        try (Site site = Site.open(options)) {
            long events = site.load(options.events(0, options.images()));
            if (ceiling) {
                ceiling(site, events, report);
            }
            if (product) {
                product(site, events, report);
            }
        }
    }

    private static void ceiling(Site site, long events, Report report) {
        try (Application application = Ceiling.start(site)) {
            long start = System.nanoTime();
            Ceiling.await(site, application, events);
            report.add("ceiling", "eventsPerSecond", events / seconds(start, System.nanoTime()));
        }
    }

    private static void product(Site site, long events, Report report) {
        try (EpochReader reader = new EpochReader(site);
                Application application = site.start()) {
            long start = System.nanoTime();
            double seconds = seconds(start, reader.await(application, events));
            report.add("throughput", "eventsPerSecond", events / seconds);
            report.add("throughput", "seconds", seconds);
            publishing(reader.epochs(), events, report);
            Memory.add(site, events, report);
        }
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
