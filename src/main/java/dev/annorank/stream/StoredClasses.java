package dev.annorank.stream;

import dev.annorank.model.ImageKey;
import dev.annorank.state.ClassSum;
import dev.annorank.state.ClassSums;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The classes of one image as a stretch of the store that holds those of all wide images; the class is the key's last part. */
record StoredClasses(ImageKey image, KeyValueStore<AnnotationKey, ClassSum> store) implements ClassSums {

    @Override
    public @Nullable ClassSum get(String category) {
        return store.get(new AnnotationKey(image, category));
    }

    @Override
    public void put(String category, ClassSum sum) {
        store.put(new AnnotationKey(image, category), sum);
    }

    @Override
    public void delete(String category) {
        store.delete(new AnnotationKey(image, category));
    }

    @Override
    public Map<String, ClassSum> all() {
        Map<String, ClassSum> all = new TreeMap<>();
        try (KeyValueIterator<AnnotationKey, ClassSum> stretch =
                new ReadableEntries<>(store.prefixScan(image, StateSerdes.IMAGE_KEY.serializer()))) {
            while (stretch.hasNext()) {
                KeyValue<AnnotationKey, ClassSum> entry = stretch.next();
                all.put(entry.key.annotation(), entry.value);
            }
        }
        return all;
    }
}
