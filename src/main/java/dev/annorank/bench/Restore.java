package dev.annorank.bench;

import dev.annorank.bench.Product.Application;

/** How long a topology takes to be at work again when its local state is lost and all comes back from Kafka. */
final class Restore {
    private final Options options;
    private final Report report;

    Restore(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() {
        options.progress().accept("restore: filling");
        try (Site site = Site.open(options)) {
            long events = site.load(options.events(0, options.images()));
            try (EpochReader reader = new EpochReader(site);
                    Application application = site.start()) {
                reader.await(application, events);
            }
            for (int i = 1; i <= options.repeat(); i++) {
                options.progress().accept("restore, " + i + " of " + options.repeat());
                // With state in place first: what is left is what starting takes by itself.
                double kept = start(site);
                SiteFolders.delete(site.stateFolder());
                double lost = start(site);
                report.add("restore", "secondsToStart", kept);
                report.add("restore", "secondsWithoutState", lost);
            }
        }
    }

    private static double start(Site site) {
        long start = System.nanoTime();
        try (Application application = site.start()) {
            Waiting.requireLive(application, start, site.stop());
            return Throughput.seconds(start, System.nanoTime());
        }
    }
}
