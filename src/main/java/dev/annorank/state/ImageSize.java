package dev.annorank.state;

import dev.annorank.model.ImageVector;
import dev.annorank.model.JsonLength;

/**
 * How much an image holds, as far as that is bounded.
 *
 * @param instances instances of all classes, at least 0
 * @param classes classes with at least one instance
 * @param nameBytes what the names of these classes take in JSON, each once and without quotes
 */
public record ImageSize(long instances, int classes, long nameBytes) {
    /** An image without instances. */
    public static final ImageSize NONE = new ImageSize(0, 0, 0);

    /** A double takes at most 24 characters, a count 10; each comes with a name's quotes, a colon and a comma. */
    private static final int BYTES_A_CLASS = (24 + 4) + (10 + 4);
    /** Of what collect and rank keep and send each other: the length of the name, a count, and a sum of two words. */
    private static final int INTERNAL_BYTES_A_CLASS = 2 + 4 + 16;

    public ImageSize {
        if (instances < 0 || classes < 0 || nameBytes < 0 || classes > instances) {
            throw new IllegalArgumentException(
                    "an image has " + instances + " instances of " + classes + " classes in " + nameBytes + " bytes");
        }
    }

    /** Of what is ranked. */
    public static ImageSize of(ImageVector vector) {
        long nameBytes = 0;
        long instances = 0;
        for (int i = 0; i < vector.size(); i++) {
            nameBytes += JsonLength.of(vector.classes()[i]);
            instances += vector.counts()[i];
        }
        return new ImageSize(instances, vector.size(), nameBytes);
    }

    /**
     * The most that a vector of this size takes in any record that is written of it. That of {@code image-ranking} is the
     * longest: it names every class twice, in {@code vector} and in {@code counts}.
     */
    public long recordBytes() {
        return 2 * nameBytes + (long) BYTES_A_CLASS * classes;
    }

    /** The most that it takes in what collect and rank keep and send each other: a name in modified UTF-8 is no longer than in JSON. */
    public long internalBytes() {
        return nameBytes + (long) INTERNAL_BYTES_A_CLASS * classes;
    }
}
