package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Imbalance;
import dev.annorank.ranking.ClassBalance;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeMap;

/**
 * The summary of a dataset whose own are no longer in their topic, which keeps them for 30 days, while its images are. What
 * events did is not known any more and counts as nothing; there are no prune rates until the next epoch.
 */
final class UntoldEpoch {
    private UntoldEpoch() {}

    /**
     * A summary of what the images and classes say.
     *
     * @param epoch the newest that any of them names
     * @param timestampMs of the newest record
     * @param ranked images with a sum above 0
     */
    static RankingEpoch of(
            String dataset, long epoch, long timestampMs, int images, int ranked, Collection<ClassTotals> classes) {
        long instances = classes.stream().mapToLong(ClassTotals::instances).sum();
        double sum = classes.stream().mapToDouble(ClassTotals::siScsSum).sum();
        ClassBalance balance = ClassBalance.of(
                classes.stream().mapToLong(ClassTotals::instances).toArray());
        return new RankingEpoch(
                dataset,
                epoch,
                Instant.ofEpochMilli(timestampMs),
                images,
                ranked,
                instances,
                classes.size(),
                EventCounts.NONE,
                EventCounts.NONE,
                new Imbalance(balance.gini(), balance.effectiveClasses(), balance.maxMinRatio()),
                instances == 0 ? 0 : sum / instances,
                new TreeMap<>(),
                0,
                0);
    }
}
