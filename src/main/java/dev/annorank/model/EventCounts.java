package dev.annorank.model;

/**
 * What became of events: every event is exactly one of these.
 *
 * @param applied took effect
 * @param superseded older than what was known, or a repetition of it
 * @param rejected went to the dead letters
 */
public record EventCounts(long applied, long superseded, long rejected) {
    public static final EventCounts NONE = new EventCounts(0, 0, 0);
    public static final EventCounts ONE_APPLIED = new EventCounts(1, 0, 0);
    public static final EventCounts ONE_SUPERSEDED = new EventCounts(0, 1, 0);
    public static final EventCounts ONE_REJECTED = new EventCounts(0, 0, 1);

    public EventCounts {
        if (applied < 0 || superseded < 0 || rejected < 0) {
            throw new IllegalArgumentException(
                    "event counts must not be negative: " + applied + ", " + superseded + ", " + rejected);
        }
    }

    public EventCounts plus(EventCounts other) {
        return new EventCounts(applied + other.applied, superseded + other.superseded, rejected + other.rejected);
    }

    /** Must not take more than there is. */
    public EventCounts minus(EventCounts other) {
        return new EventCounts(applied - other.applied, superseded - other.superseded, rejected - other.rejected);
    }

    public long total() {
        return applied + superseded + rejected;
    }
}
