package dev.annorank.model;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An {@link AnnotationEvent} after scoring: the same four kinds, with measures in place of segmentations, and one of annorank's own. */
public sealed interface ScoredEvent {
    String dataset();

    String image();

    /** As in {@link AnnotationEvent#version()}. */
    OptionalLong version();

    /**
     * An annotation was made or changed.
     *
     * @param picture size and place of the image; null in a record of a version that did not keep them
     */
    record InstanceScored(
            String dataset,
            String image,
            OptionalLong version,
            ScoredInstance instance,
            @Nullable Image picture) implements ScoredEvent {
        public InstanceScored {
            requireNames(dataset, image);
            requireSame(image, picture);
        }

        /** One of whose image only the id is known. */
        public InstanceScored(String dataset, String image, OptionalLong version, ScoredInstance instance) {
            this(dataset, image, version, instance, null);
        }
    }

    record InstanceDeleted(String dataset, String image, OptionalLong version, String annotation)
            implements ScoredEvent {
        public InstanceDeleted {
            requireNames(dataset, image);
            Ids.requireId("annotation", annotation);
        }
    }

    /**
     * The image's whole set of instances.
     *
     * @param picture as of {@link InstanceScored}
     */
    record ImageScored(
            String dataset,
            String image,
            OptionalLong version,
            List<ScoredInstance> instances,
            @Nullable Image picture) implements ScoredEvent {
        public ImageScored {
            requireNames(dataset, image);
            requireSame(image, picture);
            instances = List.copyOf(instances);
        }

        /** The same with nothing to draw the instances by. */
        public ImageScored withoutOutlines() {
            List<ScoredInstance> bare = instances.stream()
                    .map(instance -> new ScoredInstance(
                            instance.annotation(),
                            instance.category(),
                            instance.crowd(),
                            instance.score(),
                            null,
                            instance.selfCrossing()))
                    .toList();
            return new ImageScored(dataset, image, version, bare, picture);
        }

        /** One of whose image only the id is known. */
        public ImageScored(String dataset, String image, OptionalLong version, List<ScoredInstance> instances) {
            this(dataset, image, version, instances, null);
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

    private static void requireSame(String image, @Nullable Image picture) {
        if (picture != null && !picture.id().equals(image)) {
            throw new IllegalArgumentException("picture is of image " + picture.id() + ", not of " + image);
        }
    }
}
