package dev.annorank.stream;

import dev.annorank.model.ImageKey;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.Annotations;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The annotations of one image as a stretch of the store that holds those of all images. */
record StoredAnnotations(ImageKey image, KeyValueStore<AnnotationKey, AnnotationState> store) implements Annotations {

    @Override
    public @Nullable AnnotationState get(String id) {
        return store.get(new AnnotationKey(image, id));
    }

    @Override
    public void put(String id, AnnotationState state) {
        store.put(new AnnotationKey(image, id), state);
    }

    @Override
    public void delete(String id) {
        store.delete(new AnnotationKey(image, id));
    }

    @Override
    public Map<String, AnnotationState> all() {
        Map<String, AnnotationState> all = new LinkedHashMap<>();
        try (KeyValueIterator<AnnotationKey, AnnotationState> stretch =
                new ReadableEntries<>(store.prefixScan(image, StateSerdes.IMAGE_KEY.serializer()))) {
            while (stretch.hasNext()) {
                KeyValue<AnnotationKey, AnnotationState> entry = stretch.next();
                all.put(entry.key.annotation(), entry.value);
            }
        }
        return all;
    }
}
