package dev.annorank.app;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageVector;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Imbalance;
import dev.annorank.model.RankingEpoch.Pruning;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.PruneFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Epoch 7 of a dataset, from vectors alone. */
record FakeSnapshot(String dataset, RankingIndex index, Ranking ranking) implements EpochSnapshot {
    FakeSnapshot(String dataset, RankingIndex index) {
        this(dataset, index, index.rank());
    }

    @Override
    public RankingEpoch epoch() {
        TreeMap<String, Pruning> prune = new TreeMap<>();
        prune.put("0.5", new Pruning(1, 1.0, 0, 0, 1));
        return new RankingEpoch(
                dataset,
                7,
                Instant.parse("2026-03-01T12:00:00Z"),
                index.images(),
                ranking.ranked(),
                index.instances(),
                index.classes(),
                EventCounts.NONE,
                EventCounts.NONE,
                new Imbalance(0, 1, 1),
                1,
                prune,
                0,
                0);
    }

    @Override
    public List<ClassTotals> classes() {
        return List.of();
    }

    @Override
    public List<RankingEpoch> epochs() {
        return List.of(epoch());
    }

    @Override
    public Optional<ImageVector> vector(String image) {
        return Optional.ofNullable(index.vector(image));
    }

    @Override
    public int instances(String image) {
        return vector(image).map(ImageVector::instances).orElse(0);
    }

    @Override
    public double classSum(String category) {
        return index.classSum(category);
    }

    @Override
    public PruneFacts prune(double pruneRate) {
        throw new UnsupportedOperationException();
    }
}
