package dev.annorank.state;

import dev.annorank.model.ScoredInstance;

/**
 * What is remembered of one annotation, be it there or deleted.
 *
 * @param version version of the last event that took effect, {@link #UNVERSIONED} if none had one
 * @param overridden whether an event without a version came after that one; then another event of the same version is
 *     a repetition of something already overwritten
 * @param deleted whether the annotation is gone and only its version is kept, to recognise late events
 * @param category class name; empty if deleted
 * @param crowd whether it is a crowd
 * @param siScs its share of the image's vector; 0 if deleted
 * @param changedAtMs when this was written, milliseconds since 1970
 */
public record AnnotationState(
        long version,
        boolean overridden,
        boolean deleted,
        String category,
        boolean crowd,
        double siScs,
        long changedAtMs) {

    /** Below every version an event may carry. */
    public static final long UNVERSIONED = -1;

    public AnnotationState {
        if (version < UNVERSIONED) {
            throw new IllegalArgumentException("version is " + version);
        }
        if (!(siScs >= 0)) {
            throw new IllegalArgumentException("siScs is " + siScs);
        }
    }

    static AnnotationState present(ScoredInstance instance, long version, boolean overridden, long nowMs) {
        return new AnnotationState(
                version,
                overridden,
                false,
                instance.category(),
                instance.crowd(),
                instance.score().siScs(),
                nowMs);
    }

    static AnnotationState tombstone(long version, boolean overridden, long nowMs) {
        return new AnnotationState(version, overridden, true, "", false, 0, nowMs);
    }

    boolean isSameInstance(ScoredInstance instance) {
        return !deleted && compareTo(instance) == 0;
    }

    /**
     * An arbitrary but fixed order of contents, so that of two different events with the same version the same one wins
     * in whatever order they arrive.
     */
    int compareTo(ScoredInstance instance) {
        int order = Double.compare(siScs, instance.score().siScs());
        if (order == 0) {
            order = category.compareTo(instance.category());
        }
        return order == 0 ? Boolean.compare(crowd, instance.crowd()) : order;
    }
}
