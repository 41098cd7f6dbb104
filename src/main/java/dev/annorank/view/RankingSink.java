package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import org.jspecify.annotations.Nullable;

/** Takes what the three public ranking topics say, record by record, as {@link TopicFollower} reads them. */
public interface RankingSink {
    /** An image's ranking, or null where the image is gone. */
    void image(ImageKey key, @Nullable ImageRanking ranking);

    /** A class's totals, or null where the class is gone. */
    void classTotals(String dataset, String category, @Nullable ClassTotals totals);

    /** The summary of one ranking. */
    void epoch(RankingEpoch epoch);
}
