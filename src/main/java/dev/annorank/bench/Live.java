package dev.annorank.bench;

import dev.annorank.bench.Product.Application;

/**
 * A whole dataset from the first event sent to its published ranking, everything in this process: the producer, the broker
 * and the topology, which is running and empty when the clock starts.
 */
final class Live {
    private final Options options;
    private final Report report;

    Live(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() {
        for (int i = 1; i <= options.repeat(); i++) {
            options.progress().accept("live, " + i + " of " + options.repeat());
            try (Site site = Site.open(options);
                    EpochReader reader = new EpochReader(site);
                    Application application = site.start()) {
                long start = System.nanoTime();
                long events = site.load(options.events(0, options.images()));
                double sent = Throughput.seconds(start, System.nanoTime());
                double seconds = Throughput.seconds(start, reader.await(application, events));
                report.count("live", "events", events);
                report.add("live", "secondsToSend", sent);
                report.add("live", "seconds", seconds);
                report.add("live", "eventsPerSecond", events / seconds);
            }
        }
    }
}
