package dev.annorank.ranking;

import dev.annorank.model.Ids;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exact ranking of a dataset at one moment. Rank 1 is the image with the highest score; ties go by image id in
 * {@link Ids#ORDER}. An image that scores 0 is there but unranked. Immutable: later changes of the index do not show, and
 * any thread may read it.
 */
public final class Ranking {
    private final @Nullable String[] names;
    private final double[] scores;
    private final int[] order;
    private final int[] ranks;
    private final int images;
    private volatile @Nullable SlotTable slots;

    /**
     * @param names ids by slot, null where no image is
     * @param scores by slot
     * @param order slots by rank
     * @param images slots with an image
     */
    Ranking(@Nullable String[] names, double[] scores, int[] order, int images) {
        this.names = names;
        this.scores = scores;
        this.order = order;
        this.images = images;
        this.ranks = new int[names.length];
        for (int i = 0; i < order.length; i++) {
            ranks[order[i]] = i + 1;
        }
    }

    /** Images by slot with a table that finds them already. */
    Ranking(SlotTable table, double[] scores, int[] order) {
        this(table.names(), scores, order, table.size());
        this.slots = table;
    }

    /**
     * How many of {@code ranked} images are kept at a prune rate: {@code round((1 - p) n)}, as Python computes it, halves
     * to even.
     *
     * @throws IllegalArgumentException if the rate is not in [0, 1]
     */
    public static int keptCount(int ranked, double pruneRate) {
        if (!(pruneRate >= 0 && pruneRate <= 1)) {
            throw new IllegalArgumentException("prune rate is " + pruneRate + "; it must be between 0 and 1");
        }
        return (int) Math.rint((1 - pruneRate) * ranked);
    }

    /** n: images that score above 0. */
    public int ranked() {
        return order.length;
    }

    /** Images that have instances but score 0. */
    public int unranked() {
        return images - order.length;
    }

    /** The image at a rank from 1 to {@link #ranked()}. */
    public String image(int rank) {
        String name = names[slot(rank)];
        if (name == null) {
            throw new IllegalStateException("rank " + rank + " has no image");
        }
        return name;
    }

    /** The score at a rank from 1 to {@link #ranked()}; above 0. */
    public double score(int rank) {
        return scores[slot(rank)];
    }

    /** {@code rank / ranked()} in (0, 1], for a rank from 1 to {@link #ranked()}. */
    public double percentile(int rank) {
        return (double) requireRank(rank) / order.length;
    }

    /** The image's rank; 0 if it is unranked, -1 if it is not in the dataset. */
    public int rankOf(String image) {
        SlotTable table = slots;
        if (table == null) {
            // Made when first asked for: few who take a ranking look images up. Made twice is made equal.
            table = new SlotTable(names, names.length);
            slots = table;
        }
        int slot = table.slot(image);
        return slot < 0 ? -1 : ranks[slot];
    }

    /** The images that score 0, in {@link Ids#ORDER}. */
    public List<String> unrankedImages() {
        List<String> unranked = new ArrayList<>(unranked());
        for (int slot = 0; slot < names.length; slot++) {
            String name = names[slot];
            if (name != null && ranks[slot] == 0) {
                unranked.add(name);
            }
        }
        unranked.sort(Ids.ORDER);
        return unranked;
    }

    /** How many images are kept at a prune rate in [0, 1]. */
    public int keptCount(double pruneRate) {
        return keptCount(order.length, pruneRate);
    }

    /** The score of the last image kept at a prune rate; NaN if none is kept. */
    public double cutoffScore(double pruneRate) {
        int kept = keptCount(pruneRate);
        return kept == 0 ? Double.NaN : score(kept);
    }

    /** Whether the image at a rank is kept at a prune rate; false for rank 0 (unranked). */
    public boolean isKept(int rank, double pruneRate) {
        return rank > 0 && requireRank(rank) <= keptCount(pruneRate);
    }

    /**
     * How many images are kept here and at an earlier ranking of the same dataset, at the same prune rate.
     *
     * <p>Hot path, O(images) with little each: most images are in the slot in which they were.
     */
    public int keptInBoth(Ranking earlier, double pruneRate) {
        int keptNow = keptCount(pruneRate);
        int keptThen = earlier.keptCount(pruneRate);
        int both = 0;
        for (int slot = 0; slot < names.length; slot++) {
            int rank = ranks[slot];
            String name = names[slot];
            if (rank > 0 && rank <= keptNow && name != null) {
                boolean same = slot < earlier.names.length && name.equals(earlier.names[slot]);
                int then = same ? earlier.ranks[slot] : earlier.rankOf(name);
                both += then > 0 && then <= keptThen ? 1 : 0;
            }
        }
        return both;
    }

    /** The slot of the image at a rank. */
    int slot(int rank) {
        return order[requireRank(rank) - 1];
    }

    /** The rank of the image in a slot; 0 if it is unranked or the slot is free. */
    int rankAt(int slot) {
        return ranks[slot];
    }

    /** One more than the largest slot. */
    int slots() {
        return names.length;
    }

    /** The id of the image in a slot, null if the slot is free. */
    @Nullable
    String imageAt(int slot) {
        return names[slot];
    }

    private int requireRank(int rank) {
        if (rank < 1 || rank > order.length) {
            throw new IndexOutOfBoundsException("rank is " + rank + "; it must be from 1 to " + order.length);
        }
        return rank;
    }
}
