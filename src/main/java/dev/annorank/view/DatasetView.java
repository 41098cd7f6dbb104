package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one dataset from its records in the public topics: fed by one thread, read by another.
 *
 * <p>Published ranks and scores are of different epochs, so rows made of them would contradict each other. Each record
 * carries its image's vector as well, and from the vectors the ranking is computed here: all rows are exact, and of one
 * ranking. An epoch's records and its summary are in partitions that are read in any order, so a ranking may be without
 * some of the epoch's changes; the next one has them.
 *
 * <p>About 240 bytes an image of 3 classes, its id included. A snapshot ranks, in O(nonzeros + n log n), if vectors
 * changed and an epoch came or {@value #PAUSE_MS} ms passed since the last ranking; else it costs almost nothing.
 */
public final class DatasetView {
    /** So long after a ranking, changes wait for an epoch to be shown; then they are shown without. */
    static final long PAUSE_MS = 200;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(PAUSE_MS);
    private static final int EPOCHS = 60;
    private static final Comparator<ClassTotals> LARGEST_FIRST =
            Comparator.comparingLong(ClassTotals::instances).reversed().thenComparing(ClassTotals::category);

    private final String dataset;
    private final LongSupplier nanoClock;
    private final RankingIndex index = new RankingIndex();
    /** Of every image with a record; the index does not hold those that score 0. */
    private final Map<String, Integer> instances = new HashMap<>();

    private final Map<String, ClassTotals> classes = new HashMap<>();
    private final Deque<RankingEpoch> epochs = new ArrayDeque<>();
    /** Of the last epoch, by their text. */
    private SortedMap<String, Double> rates = new TreeMap<>();

    private @Nullable RankedRows rows;
    private boolean changed;
    private boolean epochCame;

    public DatasetView(String dataset) {
        this(dataset, System::nanoTime);
    }

    /** @param nanoClock counts nanoseconds from anywhere */
    DatasetView(String dataset, LongSupplier nanoClock) {
        this.dataset = dataset;
        this.nanoClock = nanoClock;
    }

    /**
     * An image's newest ranking, or null where it is gone.
     *
     * @throws IllegalArgumentException if the vector holds what is no sum of SI-SCS; nothing is changed
     * @throws ArithmeticException if a class's sum would come near 2<sup>62</sup>; nothing is changed
     */
    public synchronized void image(String image, @Nullable ImageRanking ranking) {
        if (ranking == null) {
            index.remove(image);
            changed |= instances.remove(image) != null;
        } else {
            changed |= index.upsert(image, ranking.imageVector());
            Integer before = instances.put(image, ranking.instances());
            changed |= before == null || before != ranking.instances();
        }
    }

    /** A class's newest totals, or null where the class is gone. */
    public synchronized void classTotals(String category, @Nullable ClassTotals totals) {
        if (totals == null) {
            classes.remove(category);
        } else {
            classes.put(category, totals);
        }
    }

    /**
     * The summary of a ranking. One that is older than the last is a dataset that began anew: the older ones go.
     *
     * @throws IllegalArgumentException if a prune rate is no number in [0, 1]; nothing is changed
     */
    public synchronized void epoch(RankingEpoch epoch) {
        rates = rates(epoch);
        epochCame = true;
        RankingEpoch last = epochs.peekLast();
        if (last != null && epoch.epoch() <= last.epoch()) {
            epochs.clear();
        }
        epochs.addLast(epoch);
        if (epochs.size() > EPOCHS) {
            epochs.removeFirst();
        }
    }

    private static SortedMap<String, Double> rates(RankingEpoch epoch) {
        SortedMap<String, Double> rates = new TreeMap<>();
        for (String text : epoch.prune().keySet()) {
            double rate = Double.parseDouble(text);
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("prune rate is " + text + "; it must be between 0 and 1");
            }
            rates.put(text, rate);
        }
        return rates;
    }

    /**
     * What a table shows.
     *
     * @param topSize best images wanted, 0 or more
     * @param bottomSize worst images wanted, 0 or more; fewer where they would be in the top as well
     * @param classSize largest classes wanted, 0 or more
     */
    public synchronized DatasetSnapshot snapshot(int topSize, int bottomSize, int classSize) {
        RankedRows shown = rows(topSize, bottomSize);
        return new DatasetSnapshot(
                dataset,
                shown.images(),
                shown.ranked(),
                classes.values().stream().sorted(LARGEST_FIRST).limit(classSize).toList(),
                classes.size(),
                classes.values().stream().mapToLong(ClassTotals::instances).sum(),
                shown.top(),
                shown.bottom(),
                List.copyOf(epochs));
    }

    /** Ranks here, not when an epoch comes: who reads a long history would else rank for every epoch of it. */
    private RankedRows rows(int topSize, int bottomSize) {
        RankedRows last = rows;
        long now = nanoClock.getAsLong();
        if (last != null
                && last.fit(topSize, bottomSize, rates)
                && !(changed && (epochCame || now - last.atNanos() >= PAUSE_NANOS))) {
            epochCame = false;
            return last;
        }
        Ranking ranking = index.rank();
        // The pause counts from the ranking's end, for it may take longer than that.
        RankedRows next = RankedRows.of(ranking, instances, topSize, bottomSize, rates, nanoClock.getAsLong());
        rows = next;
        changed = false;
        epochCame = false;
        return next;
    }
}
