package dev.annorank.demo;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Ids;
import dev.annorank.model.Image;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The final set of annotations after a {@link LabelingSession}: what any reader of its events must arrive at, in
 * whatever order they come. It hears of every event when it is made, in the order of versions, so the last word is
 * simply the latest. Grows with the number of images; one thread.
 */
public final class Truth implements Consumer<AnnotationEvent> {
    private final SortedMap<String, LabeledImage> images = new TreeMap<>(Ids.ORDER);

    /**
     * An image with all its annotations.
     *
     * @param annotations by annotation id; empty where all were deleted
     */
    public record LabeledImage(Image image, SortedMap<String, Annotation> annotations) {}

    /** By image id; an image that was dropped is absent. A view, not a copy. */
    public SortedMap<String, LabeledImage> images() {
        return Collections.unmodifiableSortedMap(images);
    }

    /** Hands on every annotation with its image. */
    public void forEach(BiConsumer<Image, Annotation> action) {
        for (LabeledImage labeled : images.values()) {
            labeled.annotations().values().forEach(annotation -> action.accept(labeled.image(), annotation));
        }
    }

    @Override
    public void accept(AnnotationEvent event) {
        if (event instanceof AnnotationUpserted upserted) {
            labeled(upserted.image()).put(upserted.annotation().id(), upserted.annotation());
        } else if (event instanceof AnnotationDeleted deleted) {
            LabeledImage image = images.get(deleted.imageId());
            if (image != null) {
                image.annotations().remove(deleted.annotationId());
            }
        } else if (event instanceof ImageReplaced replaced) {
            SortedMap<String, Annotation> annotations = labeled(replaced.image());
            annotations.clear();
            replaced.annotations().forEach(annotation -> annotations.put(annotation.id(), annotation));
        } else if (event instanceof ImageDeleted deleted) {
            images.remove(deleted.imageId());
        }
    }

    private SortedMap<String, Annotation> labeled(Image image) {
        return images.computeIfAbsent(image.id(), id -> new LabeledImage(image, new TreeMap<>(Ids.ORDER)))
                .annotations();
    }
}
