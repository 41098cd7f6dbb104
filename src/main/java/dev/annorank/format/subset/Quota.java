package dev.annorank.format.subset;

import dev.annorank.ranking.Ranking;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much of a ranking is kept: what a prune rate leaves, or a number of images. The best images are kept. */
public final class Quota {
    private final @Nullable Double pruneRate;
    private final int keep;

    private Quota(@Nullable Double pruneRate, int keep) {
        this.pruneRate = pruneRate;
        this.keep = keep;
    }

    /**
     * What a prune rate leaves: {@code round((1 - pruneRate) ranked)} images.
     *
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public static Quota ofPruneRate(double pruneRate) {
        if (!(pruneRate >= 0 && pruneRate <= 1)) {
            throw new IllegalArgumentException("prune rate is " + pruneRate + "; it must be between 0 and 1");
        }
        return new Quota(pruneRate, 0);
    }

    /**
     * A number of images; all, if fewer are ranked.
     *
     * @throws IllegalArgumentException if it is below 0
     */
    public static Quota ofImages(int keep) {
        if (keep < 0) {
            throw new IllegalArgumentException("keep is " + keep + "; it must be a whole number from 0 on");
        }
        return new Quota(null, keep);
    }

    /** The prune rate, if it is one. */
    public Optional<Double> pruneRate() {
        return Optional.ofNullable(pruneRate);
    }

    /** The number of images, if it is one. */
    public Optional<Integer> keep() {
        return pruneRate == null ? Optional.of(keep) : Optional.empty();
    }

    /** How many of so many ranked images are kept. */
    public int of(int ranked) {
        return pruneRate == null ? Math.min(keep, ranked) : Ranking.keptCount(ranked, pruneRate);
    }
}
