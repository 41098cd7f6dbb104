package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageVector;
import dev.annorank.state.ClassSum;
import dev.annorank.state.ImageState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The images of the collect stage, and which of them the rank stage is yet to be told of. Whoever labels an image makes many
 * events about it within a moment; rank is told once, of the last vector and of all the events.
 *
 * <p>What is unsent is in the store before a call returns, so it goes on from there after a crash. The store's cache sees to it
 * that an image is written once a commit, not once an event. An image of many classes is held back for longer, since rank gets
 * all of its vector each time.
 */
final class UnsentImages {
    /** The most images that are held back. */
    private static final int MAX_IMAGES = 10_000;
    /** So many classes are sent a millisecond, of one image. */
    private static final int CLASSES_A_MS = 20;

    /** Tells the rank stage. */
    interface Sender {
        /** Whether the vector could be told; if not, it is tried again when this or another processor begins anew. */
        boolean send(ImageKey key, VectorUpdate update, long scoredMs);
    }

    /**
     * @param firstMs when the first event that is unsent was scored, milliseconds since 1970
     * @param heldSinceMs since when it is held back, in the processor's time
     */
    private record Unsent(ImageState image, long firstMs, long heldSinceMs) {
        boolean isDue(long nowMs) {
            return nowMs - heldSinceMs >= image.size().classes() / CLASSES_A_MS;
        }
    }

    private final KeyValueStore<ImageKey, ImageState> store;
    private final KeyValueStore<AnnotationKey, ClassSum> classes;
    private final Sender sender;
    private Map<ImageKey, Unsent> unsent = new LinkedHashMap<>();
    private long nowMs;

    /**
     * Finds what was unsent when the store was last committed; goes through all of it.
     *
     * @param classes of the images that have many
     * @param nowMs taken for the time at which that was scored, milliseconds since 1970
     */
    UnsentImages(
            KeyValueStore<ImageKey, ImageState> store,
            KeyValueStore<AnnotationKey, ClassSum> classes,
            Sender sender,
            long nowMs) {
        this.store = store;
        this.classes = classes;
        this.sender = sender;
        this.nowMs = nowMs;
        try (KeyValueIterator<ImageKey, ImageState> images = new ReadableEntries<>(store.all())) {
            while (images.hasNext()) {
                KeyValue<ImageKey, ImageState> entry = images.next();
                if (entry.value.isUnsent()) {
                    connect(entry.key, entry.value);
                    unsent.put(entry.key, new Unsent(entry.value, nowMs, nowMs));
                }
            }
        }
    }

    /** The image's state, a new one if nothing is known of it. To be given back to {@link #put} once changed. */
    ImageState get(ImageKey key) {
        Unsent held = unsent.get(key);
        if (held != null) {
            return held.image();
        }
        ImageState stored = store.get(key);
        ImageState image = stored == null ? new ImageState() : stored;
        connect(key, image);
        return image;
    }

    /** Keeps the image as an event left it, and what is to be told of it. */
    void put(ImageKey key, ImageState image, EventCounts counts, boolean vectorChanged, long scoredMs) {
        if (!vectorChanged && counts.total() == 0) {
            return;
        }
        image.toSend(counts, vectorChanged);
        store(key, image);
        Unsent before = unsent.get(key);
        unsent.put(
                key,
                before == null
                        ? new Unsent(image, scoredMs, nowMs)
                        : new Unsent(image, before.firstMs(), before.heldSinceMs()));
        if (unsent.size() >= MAX_IMAGES) {
            send(held -> true);
        }
    }

    /** Keeps an image that an event was refused for: where its classes are stored may have changed. */
    void keep(ImageKey key, ImageState image) {
        store(key, image);
    }

    /** Tells all that is due, first come, first told. */
    void sendDue(long nowMs) {
        this.nowMs = nowMs;
        send(held -> held.isDue(nowMs));
    }

    private void send(Predicate<Unsent> which) {
        Map<ImageKey, Unsent> left = new LinkedHashMap<>();
        unsent.forEach((key, held) -> {
            if (!which.test(held)) {
                left.put(key, held);
                return;
            }
            ImageState image = held.image();
            ImageVector vector = image.hasUnsentVector() ? image.toVector() : null;
            image.sent(sender.send(key, new VectorUpdate(vector, image.unsentCounts()), held.firstMs()));
            store(key, image);
        });
        unsent = left;
    }

    private void store(ImageKey key, ImageState image) {
        image.settle();
        store.put(key, image.isForgettable() ? null : image);
    }

    private void connect(ImageKey key, ImageState image) {
        image.connect(new StoredClasses(key, classes));
    }
}
