package dev.annorank.ranking;

import dev.annorank.model.Ids;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * All that one epoch has to tell, of one consistent moment, taken in chunks of any size: first the images by rank, then
 * the unranked ones by id, then the ids of images that are gone. Once all is taken the planner is free for the next plan;
 * a plan with nothing to tell is finished from the start.
 */
public final class EpochPlan {
    private final EpochPlanner planner;
    private final Ranking ranking;
    private final EpochFacts facts;
    private final List<ClassTotal> classTotals;
    private final List<String> goneClasses;
    private final int[] keptCounts;
    private final BitSet dueRanks;
    private final List<String> dueUnranked;
    private final List<String> gone;
    private final int publications;
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
        dueRanks = changes.dueRanks();
        dueUnranked = changes.dueUnranked();
        publications = dueRanks.cardinality() + dueUnranked.size();
        nextRank = dueRanks.nextSetBit(0);
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
        return publications;
    }

    /** Images to publish as gone, taken or not. */
    public int tombstones() {
        return gone.size();
    }

    /** How many publications and tombstones are still to be taken. */
    public int remaining() {
        return publications + gone.size() - taken;
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
            if (taken < publications) {
                takePublication(publish);
            } else {
                String image = gone.get(taken - publications);
                bury.accept(image);
                planner.buried(image);
            }
            taken++;
        }
        if (count > 0 && isFinished()) {
            planner.finished();
        }
        return count;
    }

    private void takePublication(Consumer<? super Publication> publish) {
        int of = ranking.ranked();
        if (nextRank > 0) {
            int rank = nextRank;
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
            nextRank = dueRanks.nextSetBit(rank + 1);
        } else {
            String image = dueUnranked.get(taken - (publications - dueUnranked.size()));
            int slot = planner.slot(image);
            publish.accept(new Publication(image, 0, of, 0, 0, 0, planner.vectorAt(slot)));
            planner.published(slot, 0, of, 0);
        }
    }
}
