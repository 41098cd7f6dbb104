package dev.annorank.model;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What a labeling tool tells annorank, one event a record of the {@code annotations} topic. */
public sealed interface AnnotationEvent {
    /** The dataset; {@value Ids#DEFAULT_DATASET} where the event names none. */
    String dataset();

    /** Orders events about one annotation: the largest wins. Absent: by arrival. */
    OptionalLong version();

    /** The image the event is about. */
    String imageId();

    /** An annotation was made or changed. */
    record AnnotationUpserted(String dataset, OptionalLong version, Image image, Annotation annotation)
            implements AnnotationEvent {
        public AnnotationUpserted {
            Ids.requireDataset(dataset);
        }

        @Override
        public String imageId() {
            return image.id();
        }
    }

    /** An annotation was deleted. */
    record AnnotationDeleted(String dataset, OptionalLong version, String imageId, String annotationId)
            implements AnnotationEvent {
        public AnnotationDeleted {
            Ids.requireDataset(dataset);
            Ids.requireId("image.id", imageId);
            Ids.requireId("annotation.id", annotationId);
        }
    }

    /** The image's whole set of annotations: what is not in it is gone. Annotation ids differ from each other. */
    record ImageReplaced(String dataset, OptionalLong version, Image image, List<Annotation> annotations)
            implements AnnotationEvent {
        public ImageReplaced {
            Ids.requireDataset(dataset);
            annotations = List.copyOf(annotations);
            Set<String> ids = new HashSet<>();
            for (Annotation annotation : annotations) {
                if (!ids.add(annotation.id())) {
                    throw new RejectedException(
                            Reason.BAD_FIELD, "annotations holds id \"" + annotation.id() + "\" twice");
                }
            }
        }

        @Override
        public String imageId() {
            return image.id();
        }
    }

    /** The image is no longer part of the dataset. */
    record ImageDeleted(String dataset, OptionalLong version, String imageId) implements AnnotationEvent {
        public ImageDeleted {
            Ids.requireDataset(dataset);
            Ids.requireId("image.id", imageId);
        }
    }
}
