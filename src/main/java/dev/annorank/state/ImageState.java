package dev.annorank.state;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.VectorAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one image besides its annotations. Mutable; owned by whoever handles the image's current event.
 *
 * <p>The vector of an image of few classes is part of it and written with it; that of an image of many is stored class by class,
 * so that an event costs the same however many there are.
 */
public final class ImageState {
    /** An image of more classes has them stored apart. */
    public static final int MAX_CLASSES_TOGETHER = 64;

    private final VectorAccumulator vector;
    private final ImageSize apart;
    private @Nullable WideVector wide;
    private long floor;
    private long floorTieBreak;
    private long floorAtMs;
    private EventCounts unsentCounts;
    private boolean unsentVector;

    /** An image nothing is known of. */
    public ImageState() {
        this(new VectorAccumulator(), ImageSize.NONE, AnnotationState.UNVERSIONED, 0, 0, EventCounts.NONE, false);
    }

    /**
     * One that was stored.
     *
     * @param vector empty if the classes are stored apart
     * @param apart how much is stored apart; {@link ImageSize#NONE} if nothing is
     */
    public ImageState(
            VectorAccumulator vector,
            ImageSize apart,
            long floor,
            long floorTieBreak,
            long floorAtMs,
            EventCounts unsentCounts,
            boolean unsentVector) {
        if (!vector.isEmpty() && apart.classes() > 0) {
            throw new IllegalArgumentException(
                    "an image has " + vector.size() + " classes and " + apart.classes() + " apart");
        }
        this.vector = vector;
        this.apart = apart;
        this.floor = floor;
        this.floorTieBreak = floorTieBreak;
        this.floorAtMs = floorAtMs;
        this.unsentCounts = unsentCounts;
        this.unsentVector = unsentVector;
    }

    /** Up to where events are late because of one about the image as a whole; see {@link #floor()}. */
    record Floor(long version, long tieBreak, long atMs) {}

    /** Gives it the classes that are stored apart; before anything is done to the vector. */
    public void connect(ClassSums classes) {
        wide = new WideVector(classes, apart);
    }

    /** Counts an instance in, as {@link VectorAccumulator#add} does. */
    void add(String category, double siScs) {
        if (isApart()) {
            connected().add(category, siScs);
        } else {
            vector.add(category, siScs);
        }
    }

    /** Counts an instance out, as {@link VectorAccumulator#remove} does. */
    void remove(String category, double siScs) {
        if (isApart()) {
            connected().remove(category, siScs);
        } else {
            vector.remove(category, siScs);
        }
    }

    /** Whether its classes are stored apart. */
    public boolean isApart() {
        return stored().classes() > 0;
    }

    /** Stores its classes apart if they have become too many to be written as one. */
    public void settle() {
        if (vector.size() > MAX_CLASSES_TOGETHER) {
            connected().addAll(vector);
            vector.clear();
        }
    }

    /** Exact sums by class of an image whose classes are not apart; empty if they are. */
    public VectorAccumulator together() {
        return vector;
    }

    /** The vector as rank gets it. */
    public ImageVector toVector() {
        return isApart() ? connected().toVector() : vector.toVector();
    }

    /** How much it holds. */
    public ImageSize size() {
        return isApart() ? stored() : new ImageSize(vector.instances(), vector.size(), vector.nameBytes());
    }

    private ImageSize stored() {
        return wide == null ? apart : wide.size();
    }

    private WideVector connected() {
        if (wide == null) {
            throw new IllegalStateException("an image of many classes is not connected to them");
        }
        return wide;
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

    /** Notes that the ranking was told of the events, and of the vector if it could be. */
    public void sent(boolean vectorToo) {
        unsentCounts = EventCounts.NONE;
        unsentVector &= !vectorToo;
    }

    /** Whether it has no instance. */
    public boolean isEmpty() {
        return size().classes() == 0;
    }

    /** Whether nothing needs remembering: no instance, no version to compare late events with, nothing to tell. */
    public boolean isForgettable() {
        return isEmpty() && floor == AnnotationState.UNVERSIONED && !isUnsent();
    }

    /** Makes it as if no event had ever named it; what is to be told to the ranking stays. */
    public void forget() {
        vector.clear();
        if (isApart()) {
            connected().clear();
        }
        raiseFloor(AnnotationState.UNVERSIONED, 0, 0);
        unsentVector = true;
    }

    /** Takes all instances out, whatever of them is stored apart. */
    void clearInstances() {
        vector.clear();
        if (wide != null) {
            wide.clear();
        }
        unsentVector = true;
    }

    Floor floorState() {
        return new Floor(floor, floorTieBreak, floorAtMs);
    }

    void restoreFloor(Floor before) {
        raiseFloor(before.version(), before.tieBreak(), before.atMs());
    }

    void raiseFloor(long version, long tieBreak, long nowMs) {
        floor = version;
        floorTieBreak = tieBreak;
        floorAtMs = nowMs;
    }
}
