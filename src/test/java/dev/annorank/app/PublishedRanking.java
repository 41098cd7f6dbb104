package dev.annorank.app;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import org.jspecify.annotations.Nullable;

/** The exact ranking of one dataset as a reader of the public topics recomputes it: from the published vectors. */
final class PublishedRanking {
    private final String dataset;
    private final RankingIndex index = new RankingIndex();
    private EventCounts counted = EventCounts.NONE;

    PublishedRanking(String dataset) {
        this.dataset = dataset;
    }

    synchronized void image(ImageKey key, @Nullable ImageRanking ranking) {
        if (!key.dataset().equals(dataset)) {
            return;
        }
        if (ranking == null) {
            index.remove(key.image());
        } else {
            index.upsert(key.image(), ranking.imageVector());
        }
    }

    synchronized void epoch(RankingEpoch epoch) {
        if (epoch.dataset().equals(dataset)) {
            counted = epoch.totals();
        }
    }

    synchronized EventCounts counted() {
        return counted;
    }

    synchronized Ranking rank() {
        return index.rank();
    }
}
