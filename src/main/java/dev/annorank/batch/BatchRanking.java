package dev.annorank.batch;

import dev.annorank.model.ShapeScore;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.ranking.VectorAccumulator;
import java.util.HashMap;
import java.util.Map;

/** Collects the scores of all instances of a dataset, in any order, and ranks its images. */
public final class BatchRanking {
    private final Map<String, VectorAccumulator> images = new HashMap<>();

    /** Adds one instance. One that scores 0 makes its image known, but gives it no rank. */
    public void add(String image, String category, ShapeScore score) {
        images.computeIfAbsent(image, id -> new VectorAccumulator()).add(category, score.siScs());
    }

    /** The vectors of all images so far, ready to rank. */
    public RankingIndex index() {
        RankingIndex index = new RankingIndex();
        images.forEach((image, vector) -> index.upsert(image, vector.toVector()));
        return index;
    }
}
