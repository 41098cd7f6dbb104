package dev.annorank.stream;

import dev.annorank.model.ImageKey;
import dev.annorank.state.ImageLimits;
import dev.annorank.state.ImageSize;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of this process whose vector does not fit a record, although events are refused that would make one so: it was
 * stored by an older version, or with other settings. Such an image is left out of the ranking until it fits, and the others
 * go on. Each is named in the log once. Safe for use by several threads.
 */
public final class OversizedImages {
    private static final Logger LOG = LoggerFactory.getLogger(OversizedImages.class);

    /** The public topic whose records are the largest that are written of an image. */
    static final String IMAGE_RANKING = "image-ranking";

    /** From collect to rank. */
    static final String IMAGE_VECTORS = "image-vectors-repartition";

    /** A record of image-ranking takes no more beside its vector: names, prune rates and numbers. */
    private static final int BESIDE_VECTOR = 8 * 1024;

    private final ImageLimits limits;
    /** Whose record was refused, and how long it was. */
    private final Map<ImageKey, Long> refused = new ConcurrentSkipListMap<>();

    /** What a record would take, in bytes. */
    private final Map<Place, Long> places = new ConcurrentSkipListMap<>();

    /** Which record of an image is too large. */
    private record Place(ImageKey image, String topic) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::image).thenComparing(Place::topic);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    OversizedImages(ImageLimits limits) {
        this.limits = limits;
    }

    /** How many there are now. */
    public int count() {
        return (int) places.keySet().stream().map(Place::image).distinct().count();
    }

    /** One of them, and how many there are, for a person; empty if there is none. */
    public Optional<String> describe() {
        return places.entrySet().stream().findFirst().map(first -> {
            ImageKey image = first.getKey().image();
            String others = count() > 1 ? " and " + (count() - 1) + " more" : "";
            return "left out of the ranking, too wide for a record: image " + image.image() + " of dataset "
                    + image.dataset() + " (" + first.getValue() + " bytes)" + others;
        });
    }

    /**
     * Whether a record of the image can be written; notes it if not.
     *
     * @param topic where it would go
     * @param bytes the most that its vector takes there
     */
    boolean fits(ImageKey image, ImageSize size, String topic, long bytes) {
        Place place = new Place(image, topic);
        long refusedBytes = topic.equals(IMAGE_RANKING) ? refused.getOrDefault(image, Long.MAX_VALUE) : Long.MAX_VALUE;
        boolean isRefused = bytes + BESIDE_VECTOR >= refusedBytes;
        if (bytes <= limits.maxRecordBytes() && !isRefused) {
            places.remove(place);
            return true;
        }
        long most = isRefused ? refusedBytes : bytes;
        if (places.put(place, most) == null) {
            LOG.error(
                    "Image {} of dataset {} is left out of the ranking: a record of it in topic {} takes up to {} bytes, {}"
                            + " ({} classes, names of {} bytes in JSON). Raise event.max.bytes, run annorank topics apply and"
                            + " start anew, or delete annotations of the image",
                    image.image(),
                    image.dataset(),
                    topic,
                    most,
                    isRefused ? "which Kafka refused" : "at most " + limits.maxRecordBytes(),
                    size.classes(),
                    size.nameBytes());
        }
        return false;
    }

    /**
     * Kafka took a record for too large that should fit: a topic takes less than the settings say. The image is left out until it
     * is smaller or the process begins anew.
     */
    void refused(String topic, String key, long bytes) {
        if (topic.endsWith(IMAGE_RANKING)) {
            refused.put(ImageKey.parse(key), bytes);
        }
    }

    /** Forgets those images that another process looks after from now on. */
    void leave(String topic, Predicate<ImageKey> which) {
        places.keySet().removeIf(place -> place.topic().equals(topic) && which.test(place.image()));
    }
}
