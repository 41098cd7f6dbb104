package dev.annorank.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Judges by offsets whether events get through, and how long it takes. Of each partition it notes where it ends, and when that
 * was; once all up to there has been worked on, it notes the next end. So a record waits as long as a note lasts: the one
 * that is open, or the one before it while that is longer. An event passes one topic after the other, so what it waits in
 * each is added up. Not for several threads.
 */
final class Backlog {
    private final long patienceNs;
    private final long epochPatienceNs;
    private final Map<TopicPartition, Wait> waits = new HashMap<>();

    /** What has to be passed, since when, how far it is, and since when it is that far. */
    private static final class Wait {
        final long end;
        final long sinceNs;
        /** How long the note before this one lasted. */
        final long lastNs;

        long at;
        long atSinceNs;
        /** When it was last seen that not all up to the end had been worked on. */
        long seenNs;

        long behind;

        Wait(long end, long at, long nowNs, long lastNs) {
            this.end = end;
            this.sinceNs = nowNs;
            this.lastNs = lastNs;
            this.at = at;
            this.atSinceNs = nowNs;
            this.seenNs = nowNs;
        }
    }

    /**
     * @param patience how long an event may wait, all topics together, and a partition stand still while events wait in it
     * @param epochPatience how long events may wait without an epoch for that to be told
     */
    Backlog(Duration patience, Duration epochPatience) {
        patienceNs = patience.toNanos();
        epochPatienceNs = epochPatience.toNanos();
    }

    /**
     * Takes in where each partition is worked on, and where it ends.
     *
     * @param done offset of the next record to work on
     * @param ends offset after the last record; partitions that are not here are forgotten
     */
    void seen(long nowNs, Map<TopicPartition, Long> done, Map<TopicPartition, Long> ends) {
        waits.keySet().retainAll(ends.keySet());
        ends.forEach((partition, end) -> {
            long at = done.getOrDefault(partition, 0L);
            if (at >= end) {
                waits.remove(partition);
                return;
            }
            Wait wait = waits.get(partition);
            if (wait == null || at >= wait.end || at < wait.at) {
                long lastNs = wait == null || at < wait.at ? 0 : wait.seenNs - wait.sinceNs;
                wait = new Wait(end, at, nowNs, lastNs);
                waits.put(partition, wait);
            } else if (at != wait.at) {
                wait.at = at;
                wait.atSinceNs = nowNs;
            }
            wait.seenNs = nowNs;
            wait.behind = end - at;
        });
    }

    /**
     * Whether events get through.
     *
     * @param epochAgeNs how long ago the last epoch of any dataset was
     */
    Condition condition(long nowNs, long epochAgeNs) {
        Map<String, Long> waitsNs = new HashMap<>();
        long behind = 0;
        for (Map.Entry<TopicPartition, Wait> entry : waits.entrySet()) {
            Wait wait = entry.getValue();
            if (nowNs - wait.atSinceNs > patienceNs) {
                return Condition.waiting(String.format(
                        Locale.ROOT,
                        "%,d records wait in %s, and nothing has moved past offset %d for %d s",
                        wait.behind,
                        entry.getKey(),
                        wait.at,
                        seconds(nowNs - wait.atSinceNs)));
            }
            behind += wait.behind;
            waitsNs.merge(entry.getKey().topic(), Math.max(nowNs - wait.sinceNs, wait.lastNs), Math::max);
        }
        long waitNs = waitsNs.values().stream().mapToLong(Long::longValue).sum();
        if (waitNs <= patienceNs) {
            return Condition.WORKING;
        }
        return Condition.waiting(String.format(
                Locale.ROOT,
                "%,d records behind, so that an event takes %d s or more%s",
                behind,
                seconds(waitNs),
                waitNs > epochPatienceNs && epochAgeNs > epochPatienceNs ? ", without a new epoch" : ""));
    }

    private static long seconds(long ns) {
        return Duration.ofNanos(ns).toSeconds();
    }
}
