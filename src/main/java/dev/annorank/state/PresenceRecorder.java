package dev.annorank.state;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of an image, and what one event did to them: which are there now that were written, and which are gone
 * that were there. A deletion that is remembered of an annotation that was not there is neither. One for each event.
 */
public final class PresenceRecorder implements Annotations {
    private final Annotations annotations;
    private final Set<String> before = new LinkedHashSet<>();
    private final Set<String> written = new LinkedHashSet<>();
    private final Set<String> gone = new LinkedHashSet<>();

    public PresenceRecorder(Annotations annotations) {
        this.annotations = annotations;
    }

    /** Annotations that were written and are there. */
    public Set<String> written() {
        return written;
    }

    /** Annotations that were there and are not any more. */
    public Set<String> gone() {
        return gone;
    }

    @Override
    public @Nullable AnnotationState get(String id) {
        AnnotationState state = annotations.get(id);
        if (state != null) {
            note(id, state);
        }
        return state;
    }

    @Override
    public Map<String, AnnotationState> all() {
        Map<String, AnnotationState> all = annotations.all();
        all.forEach(this::note);
        return all;
    }

    @Override
    public void put(String id, AnnotationState state) {
        annotations.put(id, state);
        if (state.deleted()) {
            leave(id);
        } else {
            written.add(id);
            gone.remove(id);
        }
    }

    @Override
    public void delete(String id) {
        annotations.delete(id);
        leave(id);
    }

    /** What is read after a write of the same event says nothing of before it; LastWriterWins reads first. */
    private void note(String id, AnnotationState state) {
        if (!state.deleted() && !written.contains(id)) {
            before.add(id);
        }
    }

    private void leave(String id) {
        written.remove(id);
        if (before.contains(id)) {
            gone.add(id);
        }
    }
}
