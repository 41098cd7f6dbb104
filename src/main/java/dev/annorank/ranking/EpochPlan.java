package dev.annorank.ranking;

import dev.annorank.model.Ids;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * All that one epoch has to tell, of one consistent moment, taken in chunks of any size. First the news: the images with a
 * new vector by rank, the unranked ones by id, the ids of images that are gone. Then the images, by rank, that others have
 * moved, which may be a hundred times as many. Once all is taken the planner is free for the next plan; a plan with nothing
 * to tell is finished from the start.
 */
public final class EpochPlan {
    private final EpochPlanner planner;
    private final Ranking ranking;
    private final EpochFacts facts;
    private final List<ClassTotal> classTotals;
    private final List<String> goneClasses;
    private final int[] keptCounts;
    /** Of the images to publish: first of those with a new vector, then of those that others have moved. */
    private final PrimitiveIterator.OfInt ranks;

    private final List<String> unranked;
    private final List<String> gone;
    private final int newRanked;
    private final int moved;
    /** Not taken yet; 0 behind the last. */
    private int nextRank;

    private int taken;

    EpochPlan(
            EpochPlanner planner,
            Ranking ranking,
            EpochChanges changes,
            List<ClassTotal> classTotals,
            List<String> goneClasses,
            List<String> gone) {
        this.planner = planner;
        this.ranking = ranking;
        this.classTotals = classTotals;
        this.goneClasses = goneClasses;
        this.gone = gone;
        PublishPolicy policy = planner.policy();
        facts = EpochFacts.of(ranking, classTotals, changes.rateFacts(ranking, policy));
        keptCounts = policy.keptCounts(ranking.ranked());
        ranks = IntStream.concat(changes.news().stream(), changes.moved().stream())
                .iterator();
        unranked = changes.unranked();
        newRanked = changes.news().cardinality();
        moved = changes.moved().cardinality();
        nextRank = nextRank();
    }

    /** The exact ranking behind the plan. */
    public Ranking ranking() {
        return ranking;
    }

    /** The dataset in figures. */
    public EpochFacts facts() {
        return facts;
    }

    /** The totals of all classes, in {@link Ids#ORDER} of their names. */
    public List<ClassTotal> classTotals() {
        return classTotals;
    }

    /** The classes of the previous plan that no image holds any more, in {@link Ids#ORDER}. */
    public List<String> goneClasses() {
        return goneClasses;
    }

    /** Images to publish, taken or not. */
    public int publications() {
        return newRanked + unranked.size() + moved;
    }

    /** Images to publish as gone, taken or not. */
    public int tombstones() {
        return gone.size();
    }

    /** How many publications and tombstones are still to be taken. */
    public int remaining() {
        return news() + moved - taken;
    }

    /** How many of those are news: all there is to tell but images that others have moved. */
    public int remainingNews() {
        return Math.max(0, news() - taken);
    }

    private int news() {
        return newRanked + unranked.size() + gone.size();
    }

    /** Whether all is taken. */
    public boolean isFinished() {
        return remaining() == 0;
    }

    /**
     * Takes what comes next. Each image counts as published when its consumer has returned; with the last one the planner
     * applies what it has queued.
     *
     * @param max at most so many, at least 1
     * @param publish gets the images to publish
     * @param bury gets the ids of images that are gone
     * @return how many were taken; 0 if the plan was finished
     */
    public int take(int max, Consumer<? super Publication> publish, Consumer<? super String> bury) {
        if (max < 1) {
            throw new IllegalArgumentException("max is " + max + "; it must be at least 1");
        }
        int count = Math.min(max, remaining());
        for (int i = 0; i < count; i++) {
            takeOne(publish, bury);
            taken++;
        }
        if (count > 0 && isFinished()) {
            planner.finished();
        }
        return count;
    }

    private void takeOne(Consumer<? super Publication> publish, Consumer<? super String> bury) {
        int unrankedAt = taken - newRanked;
        int goneAt = unrankedAt - unranked.size();
        if (unrankedAt < 0 || goneAt >= gone.size()) {
            publishRanked(nextRank, publish);
            nextRank = nextRank();
        } else if (goneAt < 0) {
            publishUnranked(unranked.get(unrankedAt), publish);
        } else {
            String image = gone.get(goneAt);
            bury.accept(image);
            planner.buried(image);
        }
    }

    private int nextRank() {
        return ranks.hasNext() ? ranks.nextInt() : 0;
    }

    private void publishRanked(int rank, Consumer<? super Publication> publish) {
        int of = ranking.ranked();
        int slot = ranking.slot(rank);
        int mask = EpochChanges.keptMask(rank, keptCounts);
        publish.accept(new Publication(
                ranking.image(rank),
                rank,
                of,
                ranking.percentile(rank),
                ranking.score(rank),
                mask,
                planner.vectorAt(slot)));
        planner.published(slot, rank, of, mask);
    }

    private void publishUnranked(String image, Consumer<? super Publication> publish) {
        int of = ranking.ranked();
        int slot = planner.slot(image);
        publish.accept(new Publication(image, 0, of, 0, 0, 0, planner.vectorAt(slot)));
        planner.published(slot, 0, of, 0);
    }
}
