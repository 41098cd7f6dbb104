package dev.annorank.model;

import java.util.List;
import java.util.OptionalLong;

/** An {@link AnnotationEvent} after scoring: the same four kinds, with measures in place of segmentations. */
public sealed interface ScoredEvent {
    String dataset();

    String image();

    /** As in {@link AnnotationEvent#version()}. */
    OptionalLong version();

    record InstanceScored(String dataset, String image, OptionalLong version, ScoredInstance instance)
            implements ScoredEvent {
        public InstanceScored {
            requireNames(dataset, image);
        }
    }

    record InstanceDeleted(String dataset, String image, OptionalLong version, String annotation)
            implements ScoredEvent {
        public InstanceDeleted {
            requireNames(dataset, image);
            Ids.requireId("annotation", annotation);
        }
    }

    record ImageScored(String dataset, String image, OptionalLong version, List<ScoredInstance> instances)
            implements ScoredEvent {
        public ImageScored {
            requireNames(dataset, image);
            instances = List.copyOf(instances);
        }
    }

    record ImageRemoved(String dataset, String image, OptionalLong version) implements ScoredEvent {
        public ImageRemoved {
            requireNames(dataset, image);
        }
    }

    private static void requireNames(String dataset, String image) {
        Ids.requireDataset(dataset);
        Ids.requireId("image", image);
    }
}
