package dev.annorank.app;

import dev.annorank.client.KafkaFailure;
import dev.annorank.stream.FailedRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ProcessorStateException;

/**
 * Counts the threads of the topology that died, by their cause. What lies outside, such as a broker that is away or a full
 * disk, may be over the next time: only many in a short time are too many. Anything else comes again at the same record, so the
 * second time is the last, whatever lies between. Safe for use by several threads.
 */
final class ThreadDeaths {
    private static final int MAX_PASSING = 10;
    private static final long PASSING_WITHIN_NS = Duration.ofMinutes(10).toNanos();

    private final Map<String, Integer> lasting = new HashMap<>();
    /** When those of outside causes were, in time worked. */
    private final Deque<Long> passing = new ArrayDeque<>();

    private long workedNs;
    private long runningSinceNs;
    private boolean isRunning;

    /**
     * What is to be done about a death.
     *
     * @param isLast whether the next thread would only die of the same
     * @param where at which record, if that is known
     */
    record Verdict(boolean isLast, Optional<String> where) {}

    /** The topology begins to work, or ceases to. Time in which it restores is not time in which it works. */
    synchronized void running(boolean is, long nowNs) {
        workedNs = worked(nowNs);
        runningSinceNs = nowNs;
        isRunning = is;
    }

    /** One more has died. */
    synchronized Verdict died(Throwable failure, long nowNs) {
        Optional<String> where = FailedRecord.in(failure).map(FailedRecord::place);
        if (isPassing(failure)) {
            long worked = worked(nowNs);
            passing.addLast(worked);
            while (worked - passing.getFirst() > PASSING_WITHIN_NS) {
                passing.removeFirst();
            }
            return new Verdict(passing.size() > MAX_PASSING, where);
        }
        int times = lasting.merge(where.orElseGet(() -> signature(failure)), 1, Integer::sum);
        return new Verdict(times > 1, where);
    }

    private long worked(long nowNs) {
        return isRunning ? workedNs + nowNs - runningSinceNs : workedNs;
    }

    private static boolean isPassing(Throwable failure) {
        boolean passing = KafkaFailure.isOutside(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return false;
            }
            passing |= cause instanceof IOException || cause instanceof ProcessorStateException;
        }
        return passing;
    }

    /** The kind of the root cause and where it was thrown; its words may hold what differs each time. */
    private static String signature(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StackTraceElement[] frames = root.getStackTrace();
        return root.getClass().getName() + (frames.length == 0 ? ": " + root.getMessage() : " at " + frames[0]);
    }
}
