package dev.annorank.stream;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.model.PruneRate;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Imbalance;
import dev.annorank.model.RankingEpoch.Pruning;
import dev.annorank.ranking.ClassTotal;
import dev.annorank.ranking.EpochFacts;
import dev.annorank.ranking.EpochFacts.RateFacts;
import dev.annorank.ranking.Publication;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From what the ranking core says of an epoch to the records that are published of it. */
final class EpochRecords {
    private final String dataset;
    private final List<String> rates;

    /** @param rates the prune rates as text, in the order of the kept masks' bits */
    EpochRecords(String dataset, List<String> rates) {
        this.dataset = dataset;
        this.rates = rates;
    }

    ImageRanking imageRanking(Publication publication, long epoch) {
        SortedMap<String, Boolean> kept = new TreeMap<>(PruneRate.ORDER);
        for (int rate = 0; rate < rates.size(); rate++) {
            kept.put(rates.get(rate), publication.isKept(rate));
        }
        ImageVector vector = publication.vector();
        SortedMap<String, Double> sums = new TreeMap<>();
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < vector.size(); i++) {
            counts.put(vector.classes()[i], vector.counts()[i]);
            if (vector.sums()[i] > 0) {
                sums.put(vector.classes()[i], vector.sums()[i]);
            }
        }
        return new ImageRanking(
                dataset,
                publication.image(),
                publication.rank(),
                publication.of(),
                publication.isRanked() ? publication.percentile() : 0,
                publication.score(),
                kept,
                publication.instances(),
                sums,
                counts,
                epoch);
    }

    ClassTotals classTotals(ClassTotal total, long epoch) {
        return new ClassTotals(
                dataset,
                total.name(),
                total.instances(),
                total.images(),
                total.sumSiScs(),
                total.mean(),
                total.share(),
                epoch);
    }

    /**
     * Whether readers know enough of a class: its own totals are those that were published, and its share, which every event
     * of any class changes, is within the tolerance of the published one.
     */
    static boolean isPublished(@Nullable ClassTotals published, @Nullable ClassTotals now, double tolerance) {
        if (published == null || now == null) {
            return published == null && now == null;
        }
        return published.instances() == now.instances()
                && published.images() == now.images()
                && Double.compare(published.siScsSum(), now.siScsSum()) == 0
                && Math.abs(published.share() - now.share()) <= tolerance;
    }

    RankingEpoch epoch(
            EpochFacts facts,
            long epoch,
            EventCounts events,
            EventCounts totals,
            long atMs,
            long published,
            long tookMs) {
        SortedMap<String, Pruning> prune = new TreeMap<>(PruneRate.ORDER);
        for (int rate = 0; rate < rates.size(); rate++) {
            RateFacts kept = facts.rates().get(rate);
            Double cutoff = Double.isNaN(kept.cutoffScore()) ? null : kept.cutoffScore();
            prune.put(rates.get(rate), new Pruning(kept.kept(), cutoff, kept.entered(), kept.left(), kept.jaccard()));
        }
        return new RankingEpoch(
                dataset,
                epoch,
                Instant.ofEpochMilli(atMs),
                facts.images(),
                facts.ranked(),
                facts.instances(),
                facts.classes(),
                events,
                totals,
                new Imbalance(
                        facts.balance().gini(),
                        facts.balance().effectiveClasses(),
                        facts.balance().maxMinRatio()),
                facts.meanSiScs(),
                prune,
                published,
                tookMs);
    }
}
