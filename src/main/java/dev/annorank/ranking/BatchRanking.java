package dev.annorank.ranking;

import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.ShapeScore;
import dev.annorank.score.InstanceScorer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Collects the scores of all instances of a dataset, in any order, and ranks its images. */
public final class BatchRanking {
    private final Map<String, VectorAccumulator> images = new HashMap<>();

    /**
     * The vectors of all images of some annotations.
     *
     * @param annotations hands every annotation with its image to what it is given
     */
    public static RankingIndex of(InstanceScorer scorer, Consumer<BiConsumer<Image, Annotation>> annotations) {
        BatchRanking batch = new BatchRanking();
        annotations.accept(
                (image, annotation) -> batch.add(image.id(), annotation.category(), scorer.score(image, annotation)));
        return batch.index();
    }

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
