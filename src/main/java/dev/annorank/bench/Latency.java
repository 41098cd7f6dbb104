package dev.annorank.bench;

import dev.annorank.bench.Product.Application;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long it takes from an event to the ranking that reports it, at a quarter of what the process takes at most: that is
 * measured first, with the producer in the same process. Events are sent by schedule, and an event's time starts when it
 * was due, not when it was sent: what delays the sender counts, and nothing is omitted. It ends when a reader of committed
 * records has the record of {@code image-ranking} whose number of instances includes the event's.
 */
final class Latency {
    /** The last events' ranking is waited for so long. */
    private static final long LAST_NS = TimeUnit.SECONDS.toNanos(60);

    private static final double SHARE = 0.25;

    /** A young Java machine has a fraction of the capacity it has later: it takes this many images first. */
    private static final long WARM_UP_IMAGES = 20_000;

    private static final int DIGITS = 3;

    private final Options options;
    private final Report report;
    private final long warmUpImages;

    Latency(Options options, Report report) {
        this.options = options;
        this.report = report;
        this.warmUpImages = Math.min(WARM_UP_IMAGES, options.images());
    }

    void run() {
        options.progress().accept("latency: warming up");
        try (Site site = Site.open(options);
                EpochReader reader = new EpochReader(site);
                Application application = site.start()) {
            long warmUp = site.load(options.events(0, warmUpImages));
            reader.await(application, warmUp);
            options.progress().accept("latency: finding the capacity");
            long start = System.nanoTime();
            long events = site.load(options.events(warmUpImages, options.images()));
            double capacity = events / Throughput.seconds(start, reader.await(application, warmUp + events));
            double rate = SHARE * capacity;
            report.add("latency", "capacityEventsPerSecond", capacity);
            report.add("latency", "eventsPerSecond", rate);
            long firstImage = warmUpImages + options.images();
            for (int i = 1; i <= options.repeat(); i++) {
                options.progress()
                        .accept("latency: " + Math.round(rate) + " events a second, " + i + " of " + options.repeat());
                firstImage = measure(site, application, rate, firstImage);
            }
        }
    }

    /**
     * Sends events of new images by schedule while another thread reads; gives the first image that can be sent next. The
     * load is steady for half as long again before anything is noted.
     */
    private long measure(Site site, Application application, double rate, long firstImage) {
        Histogram histogram = new Histogram(DIGITS);
        Unreported unreported = new Unreported();
        long settledInNs = TimeUnit.SECONDS.toNanos(options.seconds()) / 2;
        long start = System.nanoTime() + settledInNs;
        long wanted = Math.max(1, Math.round(rate * options.seconds()));
        long before = Math.round(rate * settledInNs / 1e9);
        try (ImageReader reader = new ImageReader(site, unreported, histogram, start);
                Sender sender = site.sender()) {
            // As many as have enough events.
            long images = wanted + before + 2L * CocoEvents.COCO_IMAGES;
            CocoEvents events = options.events(firstImage, images);
            long late = 0;
            for (long sent = -before; sent < wanted; sent++) {
                long due = start + (long) (sent * 1e9 / rate);
                long behind = awaitTime(due);
                late = sent < 0 ? 0 : Math.max(late, behind);
                Waiting.requireLive(application, start, site.stop());
                CocoEvents.Event event = events.next();
                unreported.add(event.imageId(), due);
                sender.send(event);
            }
            sender.flush();
            long end = System.nanoTime();
            while (!unreported.isEmpty()) {
                reader.check();
                Waiting.requireLive(application, start, site.stop());
                if (System.nanoTime() - end > LAST_NS) {
                    throw new BenchException("events are not reported a minute after they were sent");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            report.count("latency", "events", histogram.getTotalCount());
            report.add("latency", "p50Ms", histogram.getValueAtPercentile(50) / 1e3);
            report.add("latency", "p99Ms", histogram.getValueAtPercentile(99) / 1e3);
            report.add("latency", "maxMs", histogram.getMaxValue() / 1e3);
            report.add("latency", "sentLateMaxMs", late / 1e6);
            return firstImage + images;
        }
    }

    /** Waits for a moment, and returns how many nanoseconds it is past. */
    private static long awaitTime(long dueNs) {
        long now = System.nanoTime();
        while (now - dueNs < 0) {
            LockSupport.parkNanos(dueNs - now);
            now = System.nanoTime();
        }
        return now - dueNs;
    }
}
