package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageVector;
import dev.annorank.state.ImageState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The images of the collect stage, and which of them the rank stage is yet to be told of. Whoever labels an image makes many
 * events about it within a moment; rank is told once, of the last vector and of all the events.
 *
 * <p>What is unsent is in the store before a call returns, so it goes on from there after a crash. The store's cache sees to it
 * that an image is written once a commit, not once an event.
 */
final class UnsentImages {
    /** The most images that are held back. */
    private static final int MOST = 10_000;

    /** Tells the rank stage. */
    interface Sender {
        void send(ImageKey key, VectorUpdate update, long scoredMs);
    }

    /** @param firstMs when the first event that is unsent was scored, milliseconds since 1970 */
    private record Unsent(ImageState image, long firstMs) {}

    private final KeyValueStore<ImageKey, ImageState> store;
    private final Sender sender;
    private final Map<ImageKey, Unsent> unsent = new LinkedHashMap<>();

    /**
     * Finds what was unsent when the store was last committed; goes through all of it.
     *
     * @param nowMs taken for the time at which that was scored, milliseconds since 1970
     */
    UnsentImages(KeyValueStore<ImageKey, ImageState> store, Sender sender, long nowMs) {
        this.store = store;
        this.sender = sender;
        try (KeyValueIterator<ImageKey, ImageState> images = store.all()) {
            while (images.hasNext()) {
                KeyValue<ImageKey, ImageState> entry = images.next();
                if (entry.value.isUnsent()) {
                    unsent.put(entry.key, new Unsent(entry.value, nowMs));
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
        return stored == null ? new ImageState() : stored;
    }

    /** Keeps the image as an event left it, and what is to be told of it. */
    void put(ImageKey key, ImageState image, EventCounts counts, boolean vectorChanged, long scoredMs) {
        if (!vectorChanged && counts.total() == 0) {
            return;
        }
        image.toSend(counts, vectorChanged);
        store(key, image);
        Unsent before = unsent.get(key);
        unsent.put(key, new Unsent(image, before == null ? scoredMs : before.firstMs()));
        if (unsent.size() >= MOST) {
            sendAll();
        }
    }

    /** Tells all that is unsent, first come, first told. */
    void sendAll() {
        unsent.forEach((key, held) -> {
            ImageState image = held.image();
            ImageVector vector = image.hasUnsentVector() ? image.vector().toVector() : null;
            sender.send(key, new VectorUpdate(vector, image.unsentCounts()), held.firstMs());
            image.sent();
            store(key, image);
        });
        unsent.clear();
    }

    private void store(ImageKey key, ImageState image) {
        store.put(key, image.isForgettable() ? null : image);
    }
}
