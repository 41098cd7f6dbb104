package dev.annorank.ranking;

import dev.annorank.model.ImageVector;
import org.jspecify.annotations.Nullable;

/**
 * The images of a {@link RankingIndex} by their vectors as they were at one moment. Immutable; any thread may read it.
 */
public final class FrozenIndex {
    private final SlotTable images;
    private final VectorPool vectors;
    private final SlotTable classes;
    private final double[] classSums;

    /** All four are this object's own from now on. */
    FrozenIndex(SlotTable images, VectorPool vectors, SlotTable classes, double[] classSums) {
        this.images = images;
        this.vectors = vectors;
        this.classes = classes;
        this.classSums = classSums;
    }

    /** The exact ranking, as {@link RankingIndex#rank()} would have given it; O(nonzeros + n log n) at each call. */
    public Ranking rank() {
        double[] scores = new double[images.limit()];
        int longest = 0;
        for (int slot = 0; slot < scores.length; slot++) {
            longest = Math.max(longest, vectors.length(slot));
        }
        int ranked = RankingIndex.score(vectors, classSums, scores, new double[longest]);
        return new Ranking(images, scores, new RankSorter().sort(scores, ranked, images.names()));
    }

    /** Images, each with at least one instance. */
    public int images() {
        return images.size();
    }

    /** An image's vector, classes in the order they came in; null if the image is not there. */
    public @Nullable ImageVector vector(String image) {
        int slot = images.slot(image);
        if (slot < 0) {
            return null;
        }
        int size = vectors.length(slot);
        int start = vectors.start(slot);
        String[] names = new String[size];
        int[] counts = new int[size];
        double[] sums = new double[size];
        for (int i = 0; i < size; i++) {
            names[i] = classes.taken(vectors.classAt(start + i));
            counts[i] = vectors.countAt(start + i);
            sums[i] = vectors.sumAt(start + i);
        }
        return new ImageVector(names, counts, sums);
    }

    /** Instances of an image; 0 if it is not there. */
    public int instances(String image) {
        int slot = images.slot(image);
        int instances = 0;
        if (slot >= 0) {
            int start = vectors.start(slot);
            for (int i = start; i < start + vectors.length(slot); i++) {
                instances += vectors.countAt(i);
            }
        }
        return instances;
    }

    /** S_c of a class; 0 for one that is not there. */
    public double classSum(String name) {
        int id = classes.slot(name);
        return id < 0 ? 0 : classSums[id];
    }

    /**
     * Instances by class in the images of rank 1 to {@code kept}.
     *
     * <p>Hot path, O(images + nonzeros of the kept ones): slots are read in the order in which they lie.
     *
     * @param ranking of this index
     */
    public KeptInstances keptInstances(Ranking ranking, int kept) {
        long[] counts = new long[classes.limit()];
        for (int slot = 0; slot < images.limit(); slot++) {
            int rank = ranking.rankAt(slot);
            if (rank > 0 && rank <= kept) {
                int start = vectors.start(slot);
                for (int i = start; i < start + vectors.length(slot); i++) {
                    counts[vectors.classAt(i)] += vectors.countAt(i);
                }
            }
        }
        return name -> {
            int id = classes.slot(name);
            return id < 0 ? 0 : counts[id];
        };
    }

    /** How many instances of a class are kept. */
    @FunctionalInterface
    public interface KeptInstances {
        /** 0 for a class that is not there. */
        long of(String category);
    }
}
