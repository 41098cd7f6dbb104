package dev.annorank.format;

import java.util.SortedMap;

/** The kept images of a dataset as of one epoch, best first: what the file of a subset is made of. */
public interface Subset {
    /** How many images are kept. */
    int size();

    /** The image at a rank from 1 to {@link #size()}; so for the methods below. */
    String image(int rank);

    /** Above 0. */
    double score(int rank);

    /** {@code rank} / ranked images of the dataset, in (0, 1]. */
    double percentile(int rank);

    /** Instances of the image, those that score 0 included. */
    int instances(int rank);

    /** For each configured prune rate, as text, whether the image is kept at it. */
    SortedMap<String, Boolean> kept(int rank);

    /** Instances of the image by class. */
    SortedMap<String, Integer> classes(int rank);
}
