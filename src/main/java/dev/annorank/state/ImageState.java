package dev.annorank.state;

import dev.annorank.ranking.VectorAccumulator;

/**
 * What is remembered of one image besides its annotations. Mutable; owned by whoever handles the image's current event.
 */
public final class ImageState {
    private final VectorAccumulator vector;
    private long floor;
    private long floorTieBreak;
    private long floorAtMs;

    /** An image nothing is known of. */
    public ImageState() {
        this(new VectorAccumulator(), AnnotationState.UNVERSIONED, 0, 0);
    }

    public ImageState(VectorAccumulator vector, long floor, long floorTieBreak, long floorAtMs) {
        this.vector = vector;
        this.floor = floor;
        this.floorTieBreak = floorTieBreak;
        this.floorAtMs = floorAtMs;
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

    /** Whether nothing needs remembering: no instance, and no version to compare late events with. */
    public boolean isForgettable() {
        return vector.isEmpty() && floor == AnnotationState.UNVERSIONED;
    }

    void raiseFloor(long version, long tieBreak, long nowMs) {
        floor = version;
        floorTieBreak = tieBreak;
        floorAtMs = nowMs;
    }
}
