package dev.annorank.stream;

import dev.annorank.model.Image;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.state.PresenceRecorder;
import dev.annorank.stream.CollectResult.OfInstance;
import dev.annorank.topic.InstanceKey;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one event changes of the instances that readers know: those that took effect, with their outlines, and those that
 * went.
 *
 * @param event what came
 * @param stored what it did
 */
record InstanceChanges(ScoredEvent event, PresenceRecorder stored) {
    static InstanceChanges of(ScoredEvent event, PresenceRecorder stored) {
        return new InstanceChanges(event, stored);
    }

    /** Calls {@code emit} for each instance once. */
    void forEach(BiConsumer<InstanceKey, OfInstance> emit) {
        stored.gone().forEach(id -> emit.accept(key(id), new OfInstance(null)));
        if (event instanceof InstanceScored scored) {
            each(List.of(scored.instance()), scored.picture(), emit);
        } else if (event instanceof ImageScored scored) {
            each(scored.instances(), scored.picture(), emit);
        }
    }

    private void each(
            List<ScoredInstance> instances, @Nullable Image picture, BiConsumer<InstanceKey, OfInstance> emit) {
        Set<String> written = stored.written();
        // An event without a version that says what is known may still have moved the mask: equal scores, other
        // outline.
        boolean all = written.isEmpty() && event.version().isEmpty() && picture != null;
        for (ScoredInstance instance : instances) {
            if (all || written.contains(instance.annotation())) {
                emit.accept(key(instance.annotation()), new OfInstance(detail(instance, picture)));
            }
        }
    }

    /** Null where a record of an older version does not say how large the image is: no word is better than an old one. */
    private @Nullable InstanceDetail detail(ScoredInstance instance, @Nullable Image picture) {
        return picture == null ? null : new InstanceDetail(event.dataset(), picture, instance);
    }

    private InstanceKey key(String annotation) {
        return new InstanceKey(event.dataset(), event.image(), annotation);
    }
}
