package dev.annorank.ranking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link Published} by slot, in 13 bytes an image. */
final class PublishedStates {
    private static final int NEVER = -1;

    private int[] ranks = new int[0];
    private int[] ofs = new int[0];
    private int[] masks = new int[0];
    private boolean[] stale = new boolean[0];

    /** What was published of the image in a slot, null if nothing. */
    @Nullable
    Published get(int slot) {
        return ranks[slot] == NEVER ? null : new Published(ranks[slot], ofs[slot], masks[slot], stale[slot]);
    }

    /** Sets what was published of the image in a slot, null for nothing. */
    void put(int slot, @Nullable Published published) {
        if (slot >= ranks.length) {
            int capacity = Growth.length(ranks.length, slot + 1L);
            ranks = Arrays.copyOf(ranks, capacity);
            ofs = Arrays.copyOf(ofs, capacity);
            masks = Arrays.copyOf(masks, capacity);
            stale = Arrays.copyOf(stale, capacity);
        }
        if (published == null) {
            ranks[slot] = NEVER;
            masks[slot] = 0;
        } else {
            put(slot, published.rank(), published.of(), published.keptMask());
            stale[slot] = published.stale();
        }
    }

    /** Notes that the image in a slot was just published so. */
    void put(int slot, int rank, int of, int mask) {
        ranks[slot] = rank;
        ofs[slot] = of;
        masks[slot] = mask;
        stale[slot] = false;
    }

    /** Notes that the vector in a slot is no longer the published one. */
    void markStale(int slot) {
        stale[slot] = true;
    }

    /** The kept mask that was published; 0 if nothing was. */
    int mask(int slot) {
        return masks[slot];
    }

    /** Whether the image in a slot was never published as it is: its vector is new or another one. */
    boolean isNews(int slot) {
        return ranks[slot] == NEVER || stale[slot];
    }

    /**
     * Whether the image in a slot, which is no news, has another place now than the tolerance lets readers believe.
     *
     * @param rank its rank now, 0 if unranked
     * @param of how many are ranked now
     */
    boolean hasMoved(int slot, int rank, int of, double tolerance) {
        int published = ranks[slot];
        if (rank == 0 || published == 0) {
            return rank != published;
        }
        double moved = Math.abs((double) rank / of - (double) published / ofs[slot]);
        return moved > tolerance || (tolerance == 0 && rank != published);
    }
}
