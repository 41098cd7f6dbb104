package dev.annorank.stream;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation.Polygons;
import java.util.List;
import java.util.OptionalLong;

/** Short ways to write events. */
final class Events {
    static final String DATASET = "d";

    private Events() {}

    static AnnotationEvent upsert(String image, String id, String category, int width, int height, long version) {
        return new AnnotationUpserted(
                DATASET, OptionalLong.of(version), image(image), box(id, category, width, height));
    }

    static AnnotationEvent delete(String image, String id, long version) {
        return new AnnotationDeleted(DATASET, OptionalLong.of(version), image, id);
    }

    static AnnotationEvent replace(String image, long version, Annotation... annotations) {
        return new ImageReplaced(DATASET, OptionalLong.of(version), image(image), List.of(annotations));
    }

    static AnnotationEvent drop(String image, long version) {
        return new ImageDeleted(DATASET, OptionalLong.of(version), image);
    }

    static Image image(String id) {
        return Image.of(id, 200, 200);
    }

    /** A rectangle whose contour is width x height px, so that P = 2 (width + height) and A = width height. */
    static Annotation box(String id, String category, int width, int height) {
        return new Annotation(
                id, category, Polygons.of(10, 10, 10 + width, 10, 10 + width, 10 + height, 10, 10 + height), false);
    }

    static double siScs(int width, int height) {
        return 2.0 * (width + height) / (2 * Math.sqrt(Math.PI * width * height));
    }
}
