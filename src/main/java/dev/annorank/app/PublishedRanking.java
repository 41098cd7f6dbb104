package dev.annorank.app;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.view.RankingSink;
import org.jspecify.annotations.Nullable;

/** The exact ranking of one dataset as a reader of the public topics recomputes it: from the published vectors. */
final class PublishedRanking implements RankingSink {
    private final String dataset;
    private final RankingIndex index = new RankingIndex();
    private EventCounts counted = EventCounts.NONE;

    PublishedRanking(String dataset) {
        this.dataset = dataset;
    }

    @Override
    public synchronized void image(ImageKey key, @Nullable ImageRanking ranking) {
        if (!key.dataset().equals(dataset)) {
            return;
        }
        if (ranking == null) {
            index.remove(key.image());
        } else {
            index.upsert(key.image(), ranking.imageVector());
        }
    }

    @Override
    public void classTotals(String dataset, String category, @Nullable ClassTotals totals) {
        // Follow from the vectors.
    }

    @Override
    public synchronized void epoch(RankingEpoch epoch) {
        if (epoch.dataset().equals(dataset)) {
            counted = epoch.totals();
            notifyAll();
        }
    }

    /** Waits until so many events are accounted for, or the time is over; returns whether they are. */
    synchronized boolean awaitEvents(long events, long timeoutMs) throws InterruptedException {
        long end = System.nanoTime() + timeoutMs * 1_000_000;
        while (counted.total() < events) {
            long leftMs = (end - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    synchronized EventCounts counted() {
        return counted;
    }

    synchronized Ranking rank() {
        return index.rank();
    }
}
