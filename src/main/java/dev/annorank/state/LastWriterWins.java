package dev.annorank.state;

import static dev.annorank.state.AnnotationState.UNVERSIONED;

import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.model.ScoredEvent.InstanceDeleted;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies events to an image so that the outcome depends on the set of events and not on their order, as far as they carry
 * versions:
 *
 * <ul>
 *   <li>the largest version wins; an event that is not newer than what is known is superseded;
 *   <li>an event about the whole image (replaced, deleted) counts for every annotation of it, those not yet seen included;
 *   <li>with equal versions a deletion wins over an upsert, an event about the whole image over one about an annotation,
 *       and otherwise the larger content in a fixed order;
 *   <li>an event without a version comes right after whatever is known when it arrives.
 * </ul>
 *
 * <p>An event about one annotation costs one look-up and one write, one about an image as many as the image has annotations.
 */
public final class LastWriterWins {
    private LastWriterWins() {}

    /**
     * Applies one event.
     *
     * @param nowMs when, milliseconds since 1970; kept with tombstones, decides nothing
     * @return true if it took effect, false if it was superseded and nothing was written
     */
    public static boolean apply(ScoredEvent event, ImageState image, Annotations annotations, long nowMs) {
        long version = event.version().orElse(UNVERSIONED);
        if (event instanceof InstanceScored upsert) {
            return upsert(upsert.instance(), version, image, annotations, nowMs);
        }
        if (event instanceof InstanceDeleted deletion) {
            return delete(deletion.annotation(), version, image, annotations, nowMs);
        }
        if (event instanceof ImageScored replacement) {
            return replace(
                    replacement.instances(),
                    contentTieBreak(replacement.instances()),
                    version,
                    image,
                    annotations,
                    nowMs);
        }
        return replace(List.of(), Long.MAX_VALUE, version, image, annotations, nowMs);
    }

    private static boolean upsert(
            ScoredInstance instance, long version, ImageState image, Annotations annotations, long nowMs) {
        AnnotationState known = annotations.get(instance.annotation());
        if (version == UNVERSIONED) {
            if (known != null && known.isSameInstance(instance)) {
                return false;
            }
        } else if (isLate(version, known, image)
                || (known != null && version == known.version() && known.compareTo(instance) >= 0)) {
            return false;
        }
        subtract(known, image);
        write(instance, version, known, image, annotations, nowMs);
        return true;
    }

    private static boolean delete(String id, long version, ImageState image, Annotations annotations, long nowMs) {
        AnnotationState known = annotations.get(id);
        if (version == UNVERSIONED) {
            if (known == null || known.deleted()) {
                return false;
            }
        } else if (isLate(version, known, image)) {
            return false;
        }
        subtract(known, image);
        long kept = versionAfter(version, known);
        if (kept == UNVERSIONED) {
            annotations.delete(id);
        } else {
            annotations.put(id, AnnotationState.tombstone(kept, version == UNVERSIONED, nowMs));
        }
        return true;
    }

    /** Older than what is known, or a repetition of something that was deleted or overwritten since. */
    private static boolean isLate(long version, @Nullable AnnotationState known, ImageState image) {
        if (version <= image.floor()) {
            return true;
        }
        return known != null
                && (version < known.version()
                        || (version == known.version() && (known.overridden() || known.deleted())));
    }

    private static boolean replace(
            List<ScoredInstance> instances,
            long tieBreak,
            long version,
            ImageState image,
            Annotations annotations,
            long nowMs) {
        Map<String, AnnotationState> known = annotations.all();
        if (version == UNVERSIONED) {
            if (holdsExactly(instances, known)) {
                return false;
            }
        } else if (version < image.floor() || (version == image.floor() && tieBreak <= image.floorTieBreak())) {
            return false;
        }
        long newest = image.floor();
        Set<String> newer = new HashSet<>();
        for (Map.Entry<String, AnnotationState> entry : known.entrySet()) {
            AnnotationState state = entry.getValue();
            if (version != UNVERSIONED && state.version() > version) {
                newer.add(entry.getKey());
                continue;
            }
            newest = Math.max(newest, state.version());
            subtract(state, image);
            annotations.delete(entry.getKey());
        }
        for (ScoredInstance instance : instances) {
            if (!newer.contains(instance.annotation())) {
                write(instance, version, null, image, annotations, nowMs);
            }
        }
        if (version != UNVERSIONED) {
            image.raiseFloor(version, tieBreak, nowMs);
        } else if (newest != UNVERSIONED) {
            image.raiseFloor(newest, Long.MAX_VALUE, nowMs);
        }
        return true;
    }

    private static boolean holdsExactly(List<ScoredInstance> instances, Map<String, AnnotationState> known) {
        long present = known.values().stream().filter(state -> !state.deleted()).count();
        return present == instances.size()
                && instances.stream().allMatch(instance -> {
                    AnnotationState state = known.get(instance.annotation());
                    return state != null && state.isSameInstance(instance);
                });
    }

    private static void write(
            ScoredInstance instance,
            long version,
            @Nullable AnnotationState known,
            ImageState image,
            Annotations annotations,
            long nowMs) {
        long kept = versionAfter(version, known);
        boolean overridden = version == UNVERSIONED && kept != UNVERSIONED;
        annotations.put(instance.annotation(), AnnotationState.present(instance, kept, overridden, nowMs));
        image.add(instance.category(), instance.score().siScs());
    }

    private static long versionAfter(long version, @Nullable AnnotationState known) {
        return version == UNVERSIONED && known != null ? known.version() : version;
    }

    private static void subtract(@Nullable AnnotationState known, ImageState image) {
        if (known != null && !known.deleted()) {
            image.remove(known.category(), known.siScs());
        }
    }

    /** A hash of the content, the same for every order of the instances; never negative, never the largest long. */
    private static long contentTieBreak(List<ScoredInstance> instances) {
        List<ScoredInstance> sorted = new ArrayList<>(instances);
        sorted.sort(Comparator.comparing(ScoredInstance::annotation));
        long hash = 0xcbf29ce484222325L;
        for (ScoredInstance instance : sorted) {
            hash = mix(hash, instance.annotation().hashCode());
            hash = mix(hash, instance.category().hashCode());
            hash = mix(hash, instance.crowd() ? 1 : 0);
            hash = mix(hash, Double.doubleToLongBits(instance.score().siScs()));
        }
        return hash >>> 2;
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }
}
