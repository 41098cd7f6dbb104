package dev.annorank.state;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one event writes to an image's annotations, held back until it is known whether the image may become so: all of it
 * is written, or nothing and the image is as it was. One for each event.
 */
public final class StagedWrites implements Annotations {
    private final Annotations annotations;
    private final ImageState image;
    private final ImageState.Floor floor;
    /** By annotation id; null where it is deleted. */
    private final Map<String, @Nullable AnnotationState> staged = new LinkedHashMap<>();

    /**
     * Begins an event.
     *
     * @param annotations as they are stored
     * @param image before the event
     */
    public StagedWrites(Annotations annotations, ImageState image) {
        this.annotations = annotations;
        this.image = image;
        this.floor = image.floorState();
    }

    @Override
    public @Nullable AnnotationState get(String id) {
        return staged.containsKey(id) ? staged.get(id) : annotations.get(id);
    }

    @Override
    public void put(String id, AnnotationState state) {
        staged.put(id, state);
    }

    @Override
    public void delete(String id) {
        staged.put(id, null);
    }

    @Override
    public Map<String, AnnotationState> all() {
        Map<String, AnnotationState> all = annotations.all();
        staged.forEach((id, state) -> {
            if (state == null) {
                all.remove(id);
            } else {
                all.put(id, state);
            }
        });
        return all;
    }

    /** Writes what is staged. */
    public void commit() {
        staged.forEach((id, state) -> {
            if (state == null) {
                annotations.delete(id);
            } else {
                annotations.put(id, state);
            }
        });
        staged.clear();
    }

    /**
     * Drops what is staged, and sums the image up anew from its annotations as they are stored: what was stored of the image
     * is not what they add up to, because somebody else wrote to it.
     */
    public void sumUpAnew() {
        staged.clear();
        image.restoreFloor(floor);
        image.clearInstances();
        annotations.all().values().forEach(state -> {
            if (!state.deleted()) {
                image.add(state.category(), state.siScs());
            }
        });
    }

    /** Puts the image back as it was before the event. */
    public void undo() {
        // First out, then in: no sum is ever less than it is without the event.
        staged.values().forEach(state -> {
            if (state != null && !state.deleted()) {
                image.remove(state.category(), state.siScs());
            }
        });
        staged.keySet().forEach(id -> {
            AnnotationState before = annotations.get(id);
            if (before != null && !before.deleted()) {
                image.add(before.category(), before.siScs());
            }
        });
        image.restoreFloor(floor);
        staged.clear();
    }
}
