package dev.annorank.bench;

import dev.annorank.bench.Product.Application;
import dev.annorank.model.RankingEpoch;

/**
 * What an event costs once there are many images: the same number of corrections to images drawn at random, among 10,000
 * images, ten times as many and so on, with the producer in this process. The images have one instance each. Beside the
 * cost is how many records of images were published for an event: a correction moves the percentiles of others, and of
 * few images that are corrected again and again only the last state of each is published.
 */
final class Growth {
    private static final long SMALLEST = 10_000;

    /** Measurements that are not noted at first, for the Java machine to compile what is used. */
    private static final int WARM_UP = 3;

    private final Options options;
    private final Report report;
    private final CocoCorrections corrections;
    private long images;
    private long events;

    Growth(Options options, Report report) {
        this.options = options;
        this.report = report;
        this.corrections = new CocoCorrections(options.seed(), Options.DATASET);
    }

    void run() {
        try (Site site = Site.open(options);
                EpochReader reader = new EpochReader(site);
                Application application = site.start()) {
            long smallest = Math.min(SMALLEST, options.largest());
            double first = 0;
            double last = 0;
            for (long size = smallest; size <= options.largest(); size *= 10) {
                options.progress().accept("growth: " + size + " images");
                events += site.loadFirst(options.events(images, size - images, 1));
                images = size;
                reader.await(application, events);
                for (int i = 0; size == smallest && i < WARM_UP; i++) {
                    correct(site, reader, application, new Report());
                }
                for (int i = 0; i < options.repeat(); i++) {
                    correct(site, reader, application, report);
                }
                last = report.median("growth", "microsecondsPerEventAt" + size).orElseThrow();
                first = first == 0 ? last : first;
            }
            report.add("growth", "ratioOfLargestToSmallest", last / first);
        }
    }

    /** Sends as many corrections as a dataset of the wanted size has events, and waits for the epoch that reports the last. */
    private void correct(Site site, EpochReader reader, Application application, Report noted) {
        int before = reader.epochs().size();
        long start = System.nanoTime();
        long more = site.correct(corrections, images, CocoEvents.count(0, options.images()));
        events += more;
        double seconds = Throughput.seconds(start, reader.await(application, events));
        noted.add("growth", "microsecondsPerEventAt" + images, 1e6 * seconds / more);
        long published = reader.epochs().stream()
                .skip(before)
                .mapToLong(RankingEpoch::published)
                .sum();
        noted.add("growth", "recordsPerEventAt" + images, published / (double) more);
    }
}
