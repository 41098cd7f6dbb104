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
    private static final int DIGITS = 3;

    private final Options options;
    private final Report report;

    Latency(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() {
        options.progress().accept("latency: finding the capacity");
        try (Site site = Site.open(options);
                EpochReader reader = new EpochReader(site);
                Application application = site.start()) {
            long start = System.nanoTime();
            long events = site.load(options.events(0, options.images()));
            double capacity = events / Throughput.seconds(start, reader.await(application, events));
            double rate = SHARE * capacity;
            report.add("latency", "capacityEventsPerSecond", capacity);
            report.add("latency", "eventsPerSecond", rate);
            options.progress().accept("latency: " + Math.round(rate) + " events a second");
            Histogram histogram = new Histogram(DIGITS);
            long late = measure(site, application, rate, histogram);
            report.count("latency", "events", histogram.getTotalCount());
            report.add("latency", "p50Ms", histogram.getValueAtPercentile(50) / 1e3);
            report.add("latency", "p99Ms", histogram.getValueAtPercentile(99) / 1e3);
            report.add("latency", "maxMs", histogram.getMaxValue() / 1e3);
            report.add("latency", "sentLateMaxMs", late / 1e6);
        }
    }

    /** Sends by schedule while another thread reads; returns by how many nanoseconds an event was sent late at most. */
    private long measure(Site site, Application application, double rate, Histogram histogram) {
        Unreported unreported = new Unreported();
        long wanted = Math.max(1, Math.round(rate * options.seconds()));
        try (ImageReader reader = new ImageReader(site, unreported, histogram);
                Sender sender = site.sender()) {
            // As many images beyond those that are there as have enough events.
            CocoEvents events = options.events(options.images(), wanted + 2L * CocoEvents.COCO_IMAGES);
            long start = System.nanoTime();
            long late = 0;
            for (long sent = 0; sent < wanted; sent++) {
                long due = start + (long) (sent * 1e9 / rate);
                late = Math.max(late, awaitTime(due));
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
            return late;
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
