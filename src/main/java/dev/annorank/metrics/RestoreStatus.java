package dev.annorank.metrics;

/**
 * How far state is restored.
 *
 * @param restored changes restored so far, at least 0
 * @param remaining changes still to restore, at least 0
 * @param seconds how long it has gone on, at least 0
 */
public record RestoreStatus(long restored, long remaining, double seconds) {
    /** Nothing is being restored. */
    public static final RestoreStatus NONE = new RestoreStatus(0, 0, 0);

    public RestoreStatus {
        if (restored < 0 || remaining < 0 || !(seconds >= 0)) {
            throw new IllegalArgumentException("restored, remaining and seconds are " + restored + ", " + remaining
                    + ", " + seconds + "; they must be at least 0");
        }
    }
}
