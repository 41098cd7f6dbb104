package dev.annorank.ranking;

import dev.annorank.model.Ids;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** What of a new ranking differs from what was published, and how far the kept sets moved. */
final class EpochChanges {
    private final BitSet news = new BitSet();
    private final List<String> unranked = new ArrayList<>();
    private final BitSet moved = new BitSet();
    private final int[] entered;
    private final int[] left;

    /** Compares; O(images), in the order of slots, as the arrays lie. */
    EpochChanges(Ranking ranking, PublishedStates states, Collection<Published> gone, PublishPolicy policy) {
        entered = new int[policy.pruneRates().length];
        left = new int[entered.length];
        int of = ranking.ranked();
        int[] keptCounts = policy.keptCounts(of);
        for (int slot = 0; slot < ranking.slots(); slot++) {
            String image = ranking.imageAt(slot);
            if (image == null) {
                continue;
            }
            int rank = ranking.rankAt(slot);
            int mask = keptMask(rank, keptCounts);
            int changed = mask ^ states.mask(slot);
            if (changed != 0) {
                count(changed & mask, entered);
                count(changed & ~mask, left);
            }
            boolean isNews = states.isNews(slot);
            if (isNews || changed != 0 || states.hasMoved(slot, rank, of, policy.tolerance())) {
                if (rank > 0) {
                    (isNews ? news : moved).set(rank);
                } else {
                    unranked.add(image);
                }
            }
        }
        unranked.sort(Ids.ORDER);
        for (Published published : gone) {
            count(published.keptMask(), left);
        }
    }

    /** Bit j set where an image of this rank is kept at rate j. */
    static int keptMask(int rank, int[] keptCounts) {
        int mask = 0;
        for (int j = 0; j < keptCounts.length && rank > 0; j++) {
            mask |= rank <= keptCounts[j] ? 1 << j : 0;
        }
        return mask;
    }

    /** The ranks whose images are to be published for their new vectors. */
    BitSet news() {
        return news;
    }

    /** The unranked images that are to be published, in {@link Ids#ORDER}; other than by a new vector none gets there. */
    List<String> unranked() {
        return unranked;
    }

    /** The ranks whose images are to be published only because others changed. */
    BitSet moved() {
        return moved;
    }

    /** Per prune rate. */
    List<EpochFacts.RateFacts> rateFacts(Ranking ranking, PublishPolicy policy) {
        List<EpochFacts.RateFacts> facts = new ArrayList<>(entered.length);
        for (int j = 0; j < entered.length; j++) {
            facts.add(EpochFacts.RateFacts.of(policy.pruneRates()[j], ranking, entered[j], left[j]));
        }
        return facts;
    }

    private static void count(int mask, int[] counts) {
        for (int bits = mask; bits != 0; bits &= bits - 1) {
            int rate = Integer.numberOfTrailingZeros(bits);
            if (rate < counts.length) {
                counts[rate]++;
            }
        }
    }
}
