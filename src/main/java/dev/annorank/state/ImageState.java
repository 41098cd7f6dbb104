package dev.annorank.state;

import dev.annorank.model.EventCounts;
import dev.annorank.ranking.VectorAccumulator;

/**
 * What is remembered of one image besides its annotations. Mutable; owned by whoever handles the image's current event.
 */
public final class ImageState {
    private final VectorAccumulator vector;
    private long floor;
    private long floorTieBreak;
    private long floorAtMs;
    private EventCounts unsentCounts;
    private boolean unsentVector;

    /** An image nothing is known of. */
    public ImageState() {
        this(new VectorAccumulator(), AnnotationState.UNVERSIONED, 0, 0, EventCounts.NONE, false);
    }

    public ImageState(
            VectorAccumulator vector,
            long floor,
            long floorTieBreak,
            long floorAtMs,
            EventCounts unsentCounts,
            boolean unsentVector) {
        this.vector = vector;
        this.floor = floor;
        this.floorTieBreak = floorTieBreak;
        this.floorAtMs = floorAtMs;
        this.unsentCounts = unsentCounts;
        this.unsentVector = unsentVector;
    }

    /** Exact sums of the image's instances by class. */
    public VectorAccumulator vector() {
        return vector;
    }

    /**
     * Version of the last event about the image as a whole (replaced or deleted): what is about one of its annotations and
     * is not newer is late. {@link AnnotationState#UNVERSIONED} if there was none.
     */
    public long floor() {
        return floor;
    }

    /** Decides between two events about the whole image that have the same version; the larger wins. */
    public long floorTieBreak() {
        return floorTieBreak;
    }

    /** When the floor was raised, milliseconds since 1970. */
    public long floorAtMs() {
        return floorAtMs;
    }

    /** Events of the image that the ranking has not been told of. */
    public EventCounts unsentCounts() {
        return unsentCounts;
    }

    /** Whether the vector has changed since the ranking was told of it. */
    public boolean hasUnsentVector() {
        return unsentVector;
    }

    /** Whether the ranking is yet to be told of the vector or of events. */
    public boolean isUnsent() {
        return unsentVector || unsentCounts.total() > 0;
    }

    /** Notes what is to be told to the ranking. */
    public void toSend(EventCounts counts, boolean vectorChanged) {
        unsentCounts = unsentCounts.plus(counts);
        unsentVector |= vectorChanged;
    }

    /** Notes that the ranking was told everything. */
    public void sent() {
        unsentCounts = EventCounts.NONE;
        unsentVector = false;
    }

    /** Whether nothing needs remembering: no instance, no version to compare late events with, nothing to tell. */
    public boolean isForgettable() {
        return vector.isEmpty() && floor == AnnotationState.UNVERSIONED && !isUnsent();
    }

    /** The image as if no event had ever named it; what is to be told to the ranking stays. */
    public ImageState forgotten() {
        return new ImageState(new VectorAccumulator(), AnnotationState.UNVERSIONED, 0, 0, unsentCounts, true);
    }

    void raiseFloor(long version, long tieBreak, long nowMs) {
        floor = version;
        floorTieBreak = tieBreak;
        floorAtMs = nowMs;
    }
}
