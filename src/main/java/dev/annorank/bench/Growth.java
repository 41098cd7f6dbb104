package dev.annorank.bench;

import dev.annorank.bench.Product.Application;
import dev.annorank.model.RankingEpoch;

/**
 * What an event costs once there are many images: the same number of events on datasets of 10,000 images, of ten times as
 * many and so on, with the producer in this process. The images that are there have one instance each. Beside the cost is
 * how many records of images were published for an event: new images move the percentiles of those that are there, and
 * what that costs is not the event's own.
 */
final class Growth {
    private static final long SMALLEST = 10_000;

    private final Options options;
    private final Report report;

    Growth(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() {
        try (Site site = Site.open(options);
                EpochReader reader = new EpochReader(site);
                Application application = site.start()) {
            long images = 0;
            long events = 0;
            double first = 0;
            double last = 0;
            for (long size = Math.min(SMALLEST, options.largest()); size <= options.largest(); size *= 10) {
                options.progress().accept("growth: " + size + " images");
                if (size > images) {
                    events += site.loadFirst(options.events(images, size - images, 1));
                    images = size;
                    reader.await(application, events);
                }
                for (int i = 0; i < options.repeat(); i++) {
                    int before = reader.epochs().size();
                    long start = System.nanoTime();
                    long more = site.load(options.events(images, options.images()));
                    events += more;
                    images += options.images();
                    double seconds = Throughput.seconds(start, reader.await(application, events));
                    report.add("growth", "microsecondsPerEventAt" + size, 1e6 * seconds / more);
                    long published = reader.epochs().stream()
                            .skip(before)
                            .mapToLong(RankingEpoch::published)
                            .sum();
                    report.add("growth", "recordsPerEventAt" + size, published / (double) more);
                }
                last = report.median("growth", "microsecondsPerEventAt" + size).orElseThrow();
                first = first == 0 ? last : first;
            }
            report.add("growth", "ratioOfLargestToSmallest", last / first);
        }
    }
}
