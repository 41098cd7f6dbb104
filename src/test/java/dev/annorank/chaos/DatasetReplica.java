package dev.annorank.chaos;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.ClassTotal;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One dataset as a reader of the public topics has it, held to its promises at every epoch.
 *
 * <p>A record belongs to the epoch it names; a tombstone, which names none, to the first epoch whose own record is not
 * older: the rank stage stamps all that it emits at one tick with that tick's time, the epoch's record comes with the last
 * of its ticks, and the next epoch begins at a later one. What belongs to a later epoch waits.
 */
public final class DatasetReplica {
    private final String dataset;
    private final double tolerance;
    private final RankingIndex index = new RankingIndex();
    private final Map<String, ImageRanking> told = new TreeMap<>();
    private final Map<String, ClassTotals> classes = new TreeMap<>();
    private List<Waiting> waiting = new ArrayList<>();
    private final List<String> found = new ArrayList<>();
    private EventCounts summed = EventCounts.NONE;
    private EventCounts totals = EventCounts.NONE;
    private long lastEpoch;
    private int epochs;

    /** One record that was read; one of {@code image} and {@code totals} is null, or both in a tombstone. */
    private record Waiting(boolean isImage, String name, ImageRanking image, ClassTotals totals, long timestamp) {
        boolean belongsTo(RankingEpoch epoch, long epochTimestamp) {
            if (image != null) {
                return image.epoch() <= epoch.epoch();
            }
            return totals != null ? totals.epoch() <= epoch.epoch() : timestamp <= epochTimestamp;
        }
    }

    public DatasetReplica(String dataset, double tolerance) {
        this.dataset = dataset;
        this.tolerance = tolerance;
    }

    /** A record of {@code image-ranking}; {@code null} for a tombstone. */
    public void image(String image, ImageRanking ranking, long timestamp) {
        waiting.add(new Waiting(true, image, ranking, null, timestamp));
    }

    /** A record of {@code class-totals}; {@code null} for a tombstone. */
    public void classTotals(String category, ClassTotals totals, long timestamp) {
        waiting.add(new Waiting(false, category, null, totals, timestamp));
    }

    /**
     * The end of an epoch, to be called when all that was written before its record has been read. Returns what does not
     * hold; empty if all does.
     */
    public List<String> epoch(RankingEpoch epoch, long timestamp) {
        found.clear();
        List<Waiting> later = new ArrayList<>();
        for (Waiting one : waiting) {
            if (one.belongsTo(epoch, timestamp)) {
                apply(one);
            } else {
                later.add(one);
            }
        }
        waiting = later;
        epochs++;
        require(epoch.epoch() > lastEpoch, "epoch %d follows epoch %d", epoch.epoch(), lastEpoch);
        lastEpoch = Math.max(lastEpoch, epoch.epoch());
        checkCounts(epoch);
        Ranking exact = index.rank();
        checkPlaces(epoch, exact);
        checkClasses();
        return found.stream()
                .map(what -> dataset + " epoch " + epoch.epoch() + ": " + what)
                .toList();
    }

    private void apply(Waiting one) {
        if (!one.isImage()) {
            if (one.totals() == null) {
                classes.remove(one.name());
            } else {
                classes.put(one.name(), one.totals());
            }
        } else if (one.image() == null) {
            told.remove(one.name());
            index.remove(one.name());
        } else {
            told.put(one.name(), one.image());
            index.upsert(one.name(), vector(one.image()));
        }
    }

    /** Counts of instances are not published by class; they do not matter to the ranking. */
    private static ImageVector vector(ImageRanking ranking) {
        int[] counts = new int[ranking.vector().size()];
        Arrays.fill(counts, 1);
        return new ImageVector(
                ranking.vector().keySet().toArray(new String[0]),
                counts,
                ranking.vector().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    private void checkCounts(RankingEpoch epoch) {
        summed = summed.plus(epoch.events());
        totals = epoch.totals();
        require(summed.equals(totals), "events of all epochs are %s, but totals say %s", summed, totals);
    }

    private void checkPlaces(RankingEpoch epoch, Ranking exact) {
        require(epoch.images() == told.size(), "says %d images, but %d were told", epoch.images(), told.size());
        require(epoch.ranked() == exact.ranked(), "says %d ranked, but %d are", epoch.ranked(), exact.ranked());
        epoch.prune().forEach((rate, pruning) -> {
            double cutoff = exact.cutoffScore(Double.parseDouble(rate));
            double said = pruning.cutoffScore() == null ? Double.NaN : pruning.cutoffScore();
            require(Double.compare(cutoff, said) == 0, "cutoff at %s is %s, not %s", rate, cutoff, said);
        });
        for (ImageRanking image : told.values()) {
            int rank = Math.max(0, exact.rankOf(image.image()));
            require(
                    (rank == 0) == (image.rank() == 0),
                    "%s is told as rank %d and is %d",
                    image.image(),
                    image.rank(),
                    rank);
            if (rank > 0) {
                double moved = Math.abs(image.percentile() - exact.percentile(rank));
                require(
                        moved <= tolerance,
                        "%s has percentile %s, told %s of epoch %d",
                        image.image(),
                        exact.percentile(rank),
                        image.percentile(),
                        image.epoch());
            }
            for (String rate : epoch.prune().keySet()) {
                boolean kept = exact.isKept(rank, Double.parseDouble(rate));
                require(
                        Boolean.valueOf(kept).equals(image.kept().get(rate)),
                        "%s kept at %s is %s, told %s of epoch %d",
                        image.image(),
                        rate,
                        kept,
                        image.kept().get(rate),
                        image.epoch());
            }
        }
    }

    private void checkClasses() {
        for (ClassTotal total : index.classTotals()) {
            ClassTotals said = classes.get(total.name());
            require(
                    said != null && Double.compare(said.siScsSum(), total.sumSiScs()) == 0,
                    "class %s sums up to %s, told %s",
                    total.name(),
                    total.sumSiScs(),
                    said);
        }
        for (ClassTotals said : classes.values()) {
            require(
                    Double.compare(said.siScsSum(), index.classSum(said.category())) == 0,
                    "class %s is told as %s, but sums up to %s",
                    said.category(),
                    said,
                    index.classSum(said.category()));
        }
    }

    private void require(boolean holds, String message, Object... values) {
        if (!holds) {
            found.add(String.format(java.util.Locale.ROOT, message, values));
        }
    }

    /** The exact ranking recomputed from the vectors told. */
    Ranking ranking() {
        return index.rank();
    }

    /** What was told of each image, by id. */
    Map<String, ImageRanking> told() {
        return Collections.unmodifiableMap(told);
    }

    /** As the last epoch said. */
    public EventCounts totals() {
        return totals;
    }

    /** Epochs seen. */
    public int epochs() {
        return epochs;
    }
}
