package dev.annorank.model;

import java.util.List;
import java.util.OptionalLong;

/** An {@link AnnotationEvent} after scoring: the same four kinds, with measures in place of segmentations, and one of annorank's own. */
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

    /**
     * All that is known of the image is forgotten, versions included, as if no event had ever named it: the first of what
     * a reset writes of an image. Not an event of anyone's, hence never counted.
     */
    record ImageForgotten(String dataset, String image) implements ScoredEvent {
        public ImageForgotten {
            requireNames(dataset, image);
        }

        @Override
        public OptionalLong version() {
            return OptionalLong.empty();
        }
    }

    private static void requireNames(String dataset, String image) {
        Ids.requireDataset(dataset);
        Ids.requireId("image", image);
    }
}
