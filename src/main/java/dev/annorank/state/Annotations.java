package dev.annorank.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored annotations of one image, by annotation id. */
public interface Annotations {
    @Nullable
    AnnotationState get(String id);

    void put(String id, AnnotationState state);

    void delete(String id);

    /** A copy of all that is stored, tombstones included. */
    Map<String, AnnotationState> all();
}
