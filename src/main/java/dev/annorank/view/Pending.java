package dev.annorank.view;

import org.jspecify.annotations.Nullable;

/**
 * Records of one key that wait for the epoch they belong to: the newest, and by {@link #before} the older ones, as they
 * lie in their partition.
 *
 * @param <T> what a record says; the field is null in a tombstone
 */
final class Pending<T> {
    final @Nullable T value;
    /** The epoch that the record names; meaningless for a tombstone. */
    final long epoch;

    final long timestamp;

    @Nullable
    Pending<T> before;

    Pending(@Nullable T value, long epoch, long timestamp, @Nullable Pending<T> before) {
        this.value = value;
        this.epoch = epoch;
        this.timestamp = timestamp;
        this.before = before;
    }

    /**
     * The newest record that belongs to an epoch. Whatever lies before it is overtaken, also what names a later epoch: that
     * is from before the epochs began anew.
     */
    static <T> @Nullable Pending<T> newestOf(Announced epoch, @Nullable Pending<T> newest) {
        Pending<T> at = newest;
        while (at != null && !epoch.covers(at.value != null, at.epoch, at.timestamp)) {
            at = at.before;
        }
        return at;
    }

    /** Those of the chain that are newer than {@code end}; null if there are none. */
    static <T> @Nullable Pending<T> newerThan(Pending<T> end, Pending<T> newest) {
        if (newest == end) {
            return null;
        }
        Pending<T> oldest = newest;
        while (oldest.before != null && oldest.before != end) {
            oldest = oldest.before;
        }
        oldest.before = null;
        return newest;
    }
}
