package dev.annorank.app;

import dev.annorank.metrics.RestoreStatus;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the state stores are restored from Kafka, for those who wait. Called by several threads. */
final class RestoreProgress implements StateRestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreProgress.class);

    private final Map<String, Store> running = new HashMap<>();
    private long finished;
    private long startNs;

    /** Changes of one store's partition: how many there are to restore, and how many are. */
    private static final class Store {
        final long total;
        long done;

        Store(long total) {
            this.total = total;
        }
    }

    /** In words, or empty if nothing is being restored. */
    synchronized Optional<String> describe() {
        if (running.isEmpty()) {
            return Optional.empty();
        }
        RestoreStatus now = status();
        long total = now.restored() + now.remaining();
        return Optional.of(String.format(
                Locale.ROOT,
                "restoring state: %,d of %,d changes (%d%%), for %.1f s",
                now.restored(),
                total,
                total == 0 ? 100 : 100 * now.restored() / total,
                now.seconds()));
    }

    /** In figures. */
    synchronized RestoreStatus status() {
        if (running.isEmpty()) {
            return RestoreStatus.NONE;
        }
        long restored = finished
                + running.values().stream().mapToLong(store -> store.done).sum();
        long total = finished
                + running.values().stream().mapToLong(store -> store.total).sum();
        return new RestoreStatus(restored, Math.max(0, total - restored), seconds());
    }

    @Override
    public synchronized void onRestoreStart(TopicPartition partition, String store, long start, long end) {
        if (running.isEmpty()) {
            finished = 0;
            startNs = System.nanoTime();
        }
        running.put(key(partition, store), new Store(Math.max(0, end - start)));
    }

    @Override
    public synchronized void onBatchRestored(TopicPartition partition, String store, long end, long count) {
        Store restored = running.get(key(partition, store));
        if (restored != null) {
            restored.done += count;
        }
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition partition, String store, long count) {
        Store restored = running.remove(key(partition, store));
        if (restored != null) {
            finished += count;
        }
        if (running.isEmpty() && finished > 0) {
            LOG.info("Restored {} changes of state in {} s", finished, String.format(Locale.ROOT, "%.1f", seconds()));
        }
    }

    @Override
    public synchronized void onRestoreSuspended(TopicPartition partition, String store, long count) {
        running.remove(key(partition, store));
    }

    /** Nothing is being restored: a thread that dies while it restores does not say that it has stopped. */
    synchronized void clear() {
        running.clear();
    }

    private double seconds() {
        return (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static String key(TopicPartition partition, String store) {
        return store + "-" + partition;
    }
}
