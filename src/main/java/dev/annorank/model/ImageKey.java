package dev.annorank.model;

import java.util.Comparator;

/** An image of a dataset: what vectors and rankings are keyed by. Its text is {@code dataset/image id}. */
public record ImageKey(String dataset, String image) implements Comparable<ImageKey> {
    private static final Comparator<ImageKey> ORDER =
            Comparator.comparing(ImageKey::dataset).thenComparing(ImageKey::image);

    public ImageKey {
        Ids.requireDataset(dataset);
        Ids.requireId("image.id", image);
    }

    /** Reads {@link #toString()} back: a dataset's name holds no slash, an image id may. */
    public static ImageKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new RejectedException(Reason.BAD_FIELD, "key \"" + text + "\" is not of the form dataset/image");
        }
        return new ImageKey(text.substring(0, slash), text.substring(slash + 1));
    }

    /** By dataset, then image: lets a map stay fast where hashes collide. */
    @Override
    public int compareTo(ImageKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return dataset + "/" + image;
    }
}
