package dev.annorank.topic;

import dev.annorank.model.Ids;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.util.Comparator;

/**
 * Key of {@code instances}: one annotation. Its text is {@code dataset/IMAGE/annotation}, where IMAGE is the image id with
 * {@code %} written {@code %25} and {@code /} written {@code %2F}; so the second slash ends it, whatever the ids hold.
 */
public record InstanceKey(String dataset, String image, String annotation) implements Comparable<InstanceKey> {
    private static final Comparator<InstanceKey> ORDER = Comparator.comparing(InstanceKey::dataset)
            .thenComparing(InstanceKey::image)
            .thenComparing(InstanceKey::annotation);

    public InstanceKey {
        Ids.requireDataset(dataset);
        Ids.requireId("image.id", image);
        Ids.requireId("annotation.id", annotation);
    }

    /**
     * Reads {@link #toString()} back.
     *
     * @throws RejectedException if the text is not of that form
     */
    public static InstanceKey parse(String text) {
        int first = text.indexOf('/');
        int second = text.indexOf('/', first + 1);
        if (first < 0 || second < 0) {
            throw new RejectedException(
                    Reason.BAD_FIELD, "key \"" + text + "\" is not of the form dataset/image/annotation");
        }
        String image = text.substring(first + 1, second).replace("%2F", "/").replace("%25", "%");
        return new InstanceKey(text.substring(0, first), image, text.substring(second + 1));
    }

    /** By dataset, image and annotation: lets a map stay fast where hashes collide. */
    @Override
    public int compareTo(InstanceKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return dataset + "/" + image.replace("%", "%25").replace("/", "%2F") + "/" + annotation;
    }
}
