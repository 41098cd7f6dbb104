package dev.annorank.http;

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
import dev.annorank.view.PruneFacts.KeptClass;
import dev.annorank.view.PruneFacts.Turnover;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** A snapshot of an index that is not changed any more. */
record FakeSnapshot(String dataset, RankingIndex index, Ranking ranking, RankingEpoch epoch) implements EpochSnapshot {
    private static final List<String> RATES = List.of("0.2", "0.5");

    static FakeSnapshot of(String dataset, long number, RankingIndex index) {
        Ranking ranking = index.rank();
        SortedMap<String, Pruning> prune = new TreeMap<>();
        for (String rate : RATES) {
            double cutoff = ranking.cutoffScore(Double.parseDouble(rate));
            prune.put(
                    rate,
                    new Pruning(
                            ranking.keptCount(Double.parseDouble(rate)),
                            Double.isNaN(cutoff) ? null : cutoff,
                            1,
                            1,
                            0.5));
        }
        RankingEpoch epoch = new RankingEpoch(
                dataset,
                number,
                FakeView.NOON.plusSeconds(number),
                index.images(),
                ranking.ranked(),
                index.instances(),
                index.classes(),
                new EventCounts(10, 1, 2),
                new EventCounts(10 * number, number, 2 * number),
                new Imbalance(0.25, 2.5, 3),
                1.5,
                prune,
                4,
                12);
        return new FakeSnapshot(dataset, index, ranking, epoch);
    }

    /** Images named by their number, the first the best; every third has a second class, the last scores 0. */
    static FakeSnapshot numbered(String dataset, long number, int images) {
        RankingIndex index = new RankingIndex();
        for (int i = 1; i <= images; i++) {
            index.upsert("img/" + i + ".jpg", vector(i, i == images ? 0 : images - i + 1));
        }
        return of(dataset, number, index);
    }

    private static ImageVector vector(int i, double sum) {
        return i % 3 == 0
                ? new ImageVector(new String[] {"car", "dog"}, new int[] {2, 1}, new double[] {sum, sum / 2})
                : new ImageVector(new String[] {"car"}, new int[] {1}, new double[] {sum});
    }

    @Override
    public List<ClassTotals> classes() {
        return index.classTotals().stream()
                .map(total -> new ClassTotals(
                        dataset,
                        total.name(),
                        total.instances(),
                        total.images(),
                        total.sumSiScs(),
                        total.mean(),
                        total.share(),
                        epoch.epoch()))
                .toList();
    }

    @Override
    public List<RankingEpoch> epochs() {
        return LongStream.rangeClosed(1, epoch.epoch())
                .mapToObj(number -> of(dataset, number, index).epoch())
                .toList();
    }

    @Override
    public Optional<ImageVector> vector(String image) {
        return Optional.ofNullable(index.vector(image));
    }

    @Override
    public int instances(String image) {
        ImageVector vector = index.vector(image);
        return vector == null ? 0 : vector.instances();
    }

    @Override
    public double classSum(String category) {
        return index.classSum(category);
    }

    @Override
    public PruneFacts prune(double pruneRate) {
        int kept = ranking.keptCount(pruneRate);
        return new PruneFacts(
                pruneRate,
                kept,
                ranking.ranked() - kept,
                ranking.unranked(),
                ranking.cutoffScore(pruneRate),
                List.of(new KeptClass("car", 10, 4, 0.75, 0.5)),
                pruneRate == 0 ? Optional.empty() : Optional.of(new Turnover(1, FakeView.NOON, 3, 2, 0.9)));
    }
}
