package dev.annorank.ranking;

import dev.annorank.model.Ids;
import dev.annorank.model.ImageVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what readers of one dataset's ranking must be told. An image is published if it never was, if its own vector
 * changed, if it became ranked or unranked, if its percentile is more than the tolerance from the published one, or if it
 * entered or left the kept set of a prune rate; and buried once when it is gone. So after a plan is taken whole, every
 * published percentile is within the tolerance of the exact one, every kept set is exact, and the vectors that were told
 * are all there are.
 *
 * <p>A plan is one moment: while it is being taken, changes wait (the latest of each image) and are applied when the last
 * of it is taken. What is told depends on the contents and on what was told before, never on the order of changes. Not for
 * use by several threads.
 */
public final class EpochPlanner {
    private final PublishPolicy policy;
    private final RankingIndex index = new RankingIndex();
    private PublishedStates states = new PublishedStates();
    private Map<String, Published> gone = new HashMap<>();
    private Map<String, ImageVector> queued = new LinkedHashMap<>();
    private Set<String> toldClasses = new TreeSet<>(Ids.ORDER);
    private boolean changed;
    private boolean planOpen;

    /** A planner of a dataset without images of which nothing was published. */
    public EpochPlanner(PublishPolicy policy) {
        this.policy = policy;
    }

    /**
     * Puts an image back as it was when an earlier planner stopped, be it in the middle of a plan. Before the first plan.
     *
     * @param vector its vector now; null or empty if it is gone
     * @param published what was last published of it; null if nothing was, or if it was buried
     * @throws IllegalArgumentException if the image is here already or the vector cannot be used
     */
    public void restore(String image, @Nullable ImageVector vector, @Nullable Published published) {
        requireNoPlan("restore");
        if (index.slot(image) >= 0 || gone.containsKey(image)) {
            throw new IllegalArgumentException("image " + image + " is restored twice");
        }
        if (vector != null && !vector.isEmpty()) {
            index.upsert(image, vector);
            states.put(index.slot(image), published);
        } else if (published != null) {
            gone.put(image, published);
        }
        // What is within tolerance and what is not shows only when all are ranked.
        changed = true;
    }

    /** Puts back the name of a class whose totals were published, so that it can be told when it is gone. */
    public void restoreClass(String name) {
        requireNoPlan("restoreClass");
        toldClasses.add(Ids.requireId("class", name));
        changed = true;
    }

    /**
     * Sets an image's vector; an empty one means that the image is gone.
     *
     * @throws IllegalArgumentException if the vector names a class twice or holds a sum that does not
     *     {@linkplain ExactSum#fits fit}; nothing is changed
     */
    public void upsert(String image, ImageVector vector) {
        Ids.requireId("image", image);
        RankingIndex.requireUsable(vector);
        if (planOpen) {
            queued.put(image, vector);
        } else {
            apply(image, vector);
        }
    }

    /** Takes an image out; nothing happens if it is not there. */
    public void remove(String image) {
        upsert(image, ImageVector.EMPTY);
    }

    /** Whether anything has changed since the last plan was made, so that a new one may have something to tell. */
    public boolean hasChanges() {
        return changed || !queued.isEmpty();
    }

    /** Images, each with at least one instance; those of the plan's moment while a plan is being taken. */
    public int images() {
        return index.images();
    }

    /** The policy given. */
    public PublishPolicy policy() {
        return policy;
    }

    /**
     * Ranks, and plans what to tell; O(nonzeros + n log n).
     *
     * @throws IllegalStateException if the last plan is not finished
     */
    public EpochPlan plan() {
        requireNoPlan("plan");
        Ranking ranking = index.rank();
        EpochChanges changes = new EpochChanges(ranking, states, gone.values(), policy);
        List<ClassTotal> totals = index.classTotals();
        List<String> buried = new ArrayList<>(gone.keySet());
        buried.sort(Ids.ORDER);
        EpochPlan plan = new EpochPlan(this, ranking, changes, totals, tellClasses(totals), buried);
        changed = false;
        planOpen = !plan.isFinished();
        return plan;
    }

    int slot(String image) {
        return index.slot(image);
    }

    ImageVector vectorAt(int slot) {
        return index.vectorAt(slot);
    }

    void published(int slot, int rank, int of, int mask) {
        states.put(slot, rank, of, mask);
    }

    void buried(String image) {
        gone.remove(image);
        if (gone.isEmpty()) {
            // It would keep the room it had for as many as there ever were.
            gone = new HashMap<>();
        }
    }

    void finished() {
        planOpen = false;
        queued.forEach(this::apply);
        queued = new LinkedHashMap<>();
    }

    private void apply(String image, ImageVector vector) {
        int slot = index.slot(image);
        if (vector.isEmpty()) {
            if (slot >= 0) {
                Published published = states.get(slot);
                if (published != null) {
                    gone.put(image, published);
                }
                index.remove(image);
                if (index.images() == 0) {
                    states = new PublishedStates();
                }
                changed = true;
            }
        } else if (index.upsert(image, vector)) {
            if (slot < 0) {
                // An image that comes back before it was buried is known to readers, though not so.
                slot = index.slot(image);
                states.put(slot, gone.remove(image));
            }
            states.markStale(slot);
            changed = true;
        }
    }

    /** Notes which classes are told now, and returns those told last time that are gone. */
    private List<String> tellClasses(List<ClassTotal> totals) {
        Set<String> now = new TreeSet<>(Ids.ORDER);
        totals.forEach(total -> now.add(total.name()));
        List<String> goneClasses = new ArrayList<>(toldClasses);
        goneClasses.removeAll(now);
        toldClasses = now;
        return Collections.unmodifiableList(goneClasses);
    }

    private void requireNoPlan(String what) {
        if (planOpen) {
            throw new IllegalStateException(what + " while a plan is not finished");
        }
    }
}
