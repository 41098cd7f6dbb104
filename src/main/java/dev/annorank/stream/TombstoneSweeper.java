package dev.annorank.stream;

import static dev.annorank.state.AnnotationState.UNVERSIONED;

import dev.annorank.model.ImageKey;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.ImageState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Forgets deletions after a while. A deleted annotation and a deleted image are remembered by their version, so that a late
 * event cannot bring them back; for how long is a setting. The stores are gone through a stretch at a time, so that no
 * event waits long, however many there are.
 */
final class TombstoneSweeper {
    /** Entries looked at in one go. */
    private static final int STRETCH = 5_000;
    /** A sweep begins so many times within the time that deletions are remembered. */
    private static final int SWEEPS_A_RETENTION = 10;

    private final long retentionMs;
    private final Sweep<AnnotationKey, AnnotationState> annotations;
    private final Sweep<ImageKey, ImageState> images;
    private long nextSweepMs;

    TombstoneSweeper(
            KeyValueStore<AnnotationKey, AnnotationState> annotations,
            KeyValueStore<ImageKey, ImageState> images,
            long retentionMs) {
        this.retentionMs = retentionMs;
        this.annotations = new Sweep<>(annotations, (state, before) -> state.deleted() && state.changedAtMs() < before);
        this.images = new Sweep<>(images, TombstoneSweeper::isOldAndEmpty);
    }

    private static boolean isOldAndEmpty(ImageState state, long before) {
        return state.isEmpty() && state.floor() != UNVERSIONED && state.floorAtMs() < before && !state.isUnsent();
    }

    /** Goes on with the current sweep, or begins one if it is time. */
    void sweep(long nowMs) {
        if (nowMs < nextSweepMs) {
            return;
        }
        long before = nowMs - retentionMs;
        if (!annotations.isDone()) {
            annotations.next(before);
        } else if (!images.isDone()) {
            images.next(before);
        } else {
            annotations.restart();
            images.restart();
            nextSweepMs = nowMs + retentionMs / SWEEPS_A_RETENTION;
        }
    }

    /** One store, gone through from its first key to its last. */
    private static final class Sweep<K, V> {
        private final KeyValueStore<K, V> store;
        private final BiPredicate<V, Long> isForgettable;
        private @Nullable K last;
        private boolean done;

        Sweep(KeyValueStore<K, V> store, BiPredicate<V, Long> isForgettable) {
            this.store = store;
            this.isForgettable = isForgettable;
        }

        boolean isDone() {
            return done;
        }

        void restart() {
            last = null;
            done = false;
        }

        /** Does the next stretch. */
        void next(long before) {
            List<K> forgotten = new ArrayList<>();
            int seen = 0;
            try (KeyValueIterator<K, V> entries = new ReadableEntries<>(store.range(last, null))) {
                while (entries.hasNext() && seen < STRETCH) {
                    KeyValue<K, V> entry = entries.next();
                    seen++;
                    last = entry.key;
                    if (isForgettable.test(entry.value, before)) {
                        forgotten.add(entry.key);
                    }
                }
                done = !entries.hasNext();
            }
            forgotten.forEach(store::delete);
        }
    }
}
