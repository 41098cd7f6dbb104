package dev.annorank.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Judges by offsets whether events get through. Of each partition it notes where it ends, and when that was; once all up to
 * there has been worked on, it notes the next end. So the age of a note is how long an event waits. Not for several threads.
 */
final class Backlog {
    private final long patienceNs;
    private final long epochPatienceNs;
    private final Map<TopicPartition, Wait> waits = new HashMap<>();

    /** What has to be passed, since when, how far it is, and since when it is that far. */
    private static final class Wait {
        final long end;
        final long sinceNs;
        long at;
        long atSinceNs;
        long behind;

        Wait(long end, long at, long nowNs) {
            this.end = end;
            this.sinceNs = nowNs;
            this.at = at;
            this.atSinceNs = nowNs;
        }
    }

    /**
     * @param patience how long a partition may stand still while events wait in it
     * @param epochPatience how long events may wait without an epoch
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
                wait = new Wait(end, at, nowNs);
                waits.put(partition, wait);
            } else if (at != wait.at) {
                wait.at = at;
                wait.atSinceNs = nowNs;
            }
            wait.behind = end - at;
        });
    }

    /**
     * Whether events get through.
     *
     * @param epochAgeNs how long ago the last epoch of any dataset was
     */
    Condition condition(long nowNs, long epochAgeNs) {
        Condition found = Condition.WORKING;
        long oldestNs = 0;
        long behind = 0;
        for (Map.Entry<TopicPartition, Wait> entry : waits.entrySet()) {
            Wait wait = entry.getValue();
            behind += wait.behind;
            oldestNs = Math.max(oldestNs, nowNs - wait.sinceNs);
            if (nowNs - wait.atSinceNs > patienceNs) {
                found = Condition.waiting(String.format(
                        Locale.ROOT,
                        "%,d records wait in %s, and nothing has moved past offset %d for %d s",
                        wait.behind,
                        entry.getKey(),
                        wait.at,
                        seconds(nowNs - wait.atSinceNs)));
            }
        }
        if (found.equals(Condition.WORKING) && oldestNs > patienceNs) {
            String words = String.format(Locale.ROOT, "%,d records behind, for %d s", behind, seconds(oldestNs));
            return oldestNs > epochPatienceNs && epochAgeNs > epochPatienceNs
                    ? Condition.waiting(words + " without a new epoch")
                    : Condition.working(words);
        }
        return found;
    }

    private static long seconds(long ns) {
        return Duration.ofNanos(ns).toSeconds();
    }
}
