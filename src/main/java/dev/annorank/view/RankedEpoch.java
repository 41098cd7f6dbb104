package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageVector;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.FrozenIndex;
import dev.annorank.ranking.FrozenIndex.KeptInstances;
import dev.annorank.ranking.Ranking;
import dev.annorank.view.PruneFacts.KeptClass;
import dev.annorank.view.PruneFacts.Turnover;
import java.util.List;
import java.util.Optional;

/** A dataset at one epoch with its exact ranking. Immutable; about 100 bytes an image of 3 classes. */
final class RankedEpoch implements EpochSnapshot {
    private final WholeEpoch whole;
    private final Ranking ranking;
    private final Optional<Reference> reference;

    /**
     * A ranking of the same dataset from some time before.
     *
     * @param epoch the epoch it is of
     */
    record Reference(RankingEpoch epoch, Ranking ranking) {}

    /** @param reference what {@link PruneFacts#turnover} compares with */
    RankedEpoch(WholeEpoch whole, Ranking ranking, Optional<Reference> reference) {
        this.whole = whole;
        this.ranking = ranking;
        this.reference = reference;
    }

    @Override
    public String dataset() {
        return whole.epoch().dataset();
    }

    @Override
    public RankingEpoch epoch() {
        return whole.epoch();
    }

    @Override
    public Ranking ranking() {
        return ranking;
    }

    @Override
    public List<ClassTotals> classes() {
        return whole.classes();
    }

    @Override
    public List<RankingEpoch> epochs() {
        return whole.epochs();
    }

    @Override
    public Optional<ImageVector> vector(String image) {
        ImageVector vector = whole.index().vector(image);
        if (vector != null) {
            return Optional.of(vector);
        }
        return whole.shapeless().containsKey(image) ? Optional.of(ImageVector.EMPTY) : Optional.empty();
    }

    @Override
    public int instances(String image) {
        int instances = whole.index().instances(image);
        return instances > 0 ? instances : whole.shapeless().getOrDefault(image, 0);
    }

    @Override
    public double classSum(String category) {
        return whole.index().classSum(category);
    }

    @Override
    public PruneFacts prune(double pruneRate) {
        FrozenIndex index = whole.index();
        int kept = ranking.keptCount(pruneRate);
        KeptInstances keptInstances = index.keptInstances(ranking, kept);
        long all = 0;
        long allKept = 0;
        for (ClassTotals its : whole.classes()) {
            all += its.instances();
            allKept += keptInstances.of(its.category());
        }
        long instances = all;
        long keptOfAll = allKept;
        List<KeptClass> classes = whole.classes().stream()
                .map(its -> {
                    long keptIts = keptInstances.of(its.category());
                    return new KeptClass(
                            its.category(),
                            its.instances(),
                            keptIts,
                            share(its.instances(), instances),
                            share(keptIts, keptOfAll));
                })
                .toList();
        return new PruneFacts(
                pruneRate,
                kept,
                ranking.ranked() - kept,
                ranking.unranked() + whole.shapeless().size(),
                ranking.cutoffScore(pruneRate),
                classes,
                reference.map(then -> turnover(then, kept, pruneRate)));
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    private Turnover turnover(Reference then, int kept, double pruneRate) {
        int both = ranking.keptInBoth(then.ranking(), pruneRate);
        int keptThen = then.ranking().keptCount(pruneRate);
        int either = kept + keptThen - both;
        return new Turnover(
                then.epoch().epoch(),
                then.epoch().at(),
                kept - both,
                keptThen - both,
                either == 0 ? 1 : (double) both / either);
    }
}
