package dev.annorank.bench;

import java.util.EnumSet;
import java.util.Set;

/** What can be measured. */
public enum Part {
    /** A topology that passes events through: what Kafka Streams itself can do. */
    CEILING,
    /** The whole topology on events that are already there; also what it publishes and takes. */
    THROUGHPUT,
    /** A whole dataset from the first event to the published ranking. */
    LIVE,
    /** From an event to the ranking that reports it, at a quarter of the capacity. */
    LATENCY,
    /** What an event costs on datasets of different sizes. */
    GROWTH,
    /** What an epoch costs in the ranking itself. */
    EPOCH,
    /** How long it takes to be at work again without local state. */
    RESTORE;

    /** Measures in turn what is wanted. */
    public static Report measure(Set<Part> parts, Options options) {
        Report report = new Report();
        Set<Part> both = EnumSet.of(CEILING, THROUGHPUT);
        both.retainAll(parts);
        if (!both.isEmpty()) {
            new Throughput(options, report).run(both);
        }
        if (parts.contains(LIVE)) {
            new Live(options, report).run();
        }
        if (parts.contains(LATENCY)) {
            new Latency(options, report).run();
        }
        if (parts.contains(GROWTH)) {
            new Growth(options, report).run();
        }
        if (parts.contains(EPOCH)) {
            new Epochs(options, report).run();
        }
        if (parts.contains(RESTORE)) {
            new Restore(options, report).run();
        }
        return report;
    }
}
