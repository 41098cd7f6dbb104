package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one dataset from its records in the public topics: fed by one thread, read by another.
 *
 * <p>An image's published rank may be up to the {@code ranking.tolerance} (a share of the dataset) away from its exact
 * one, and so may its place here; its kept marks are exact. Whoever needs exact ranks computes them from the vectors.
 *
 * <p>About 130 bytes an image. A snapshot costs O(images) if an image at the top or the bottom changed since the last
 * one (0.1 s for a million), else almost nothing.
 */
public final class DatasetView {
    private static final int EPOCHS = 60;
    private static final Comparator<ClassTotals> LARGEST_FIRST =
            Comparator.comparingLong(ClassTotals::instances).reversed().thenComparing(ClassTotals::category);

    private final String dataset;
    /** An unranked image, one that scores 0, is here with null. */
    private final Map<String, @Nullable RankedImage> images = new HashMap<>();

    private final Map<String, ClassTotals> classes = new HashMap<>();
    private final Deque<RankingEpoch> epochs = new ArrayDeque<>();
    /** Kept sets are nested, so images share very few distinct ones. */
    private final Map<SortedMap<String, Boolean>, List<String>> keptAt = new HashMap<>();

    private int ranked;
    private List<RankedImage> top = List.of();
    private List<RankedImage> bottom = List.of();
    private int topSize = -1;
    private int bottomSize = -1;
    private boolean changed = true;

    public DatasetView(String dataset) {
        this.dataset = dataset;
    }

    /** An image's newest ranking, or null where it is gone. */
    public synchronized void image(String image, @Nullable ImageRanking ranking) {
        RankedImage before = images.get(image);
        if (before != null) {
            ranked--;
        }
        RankedImage now = null;
        if (ranking == null) {
            images.remove(image);
        } else {
            now = ranked(image, ranking);
            images.put(image, now);
        }
        if (now != null) {
            ranked++;
        }
        changed = changed || isShown(before) || isShown(now);
    }

    private @Nullable RankedImage ranked(String image, ImageRanking ranking) {
        if (ranking.rank() == 0) {
            return null;
        }
        return new RankedImage(
                image, ranking.rank(), ranking.of(), ranking.score(), ranking.instances(), keptAt(ranking.kept()));
    }

    /** Whether an image belongs to the last top or bottom: of a large dataset hardly any does, and the rest is cheap. */
    private boolean isShown(@Nullable RankedImage image) {
        if (image == null) {
            return false;
        }
        return top.size() < topSize
                || bottom.size() < bottomSize
                || (!top.isEmpty() && RankedImage.BEST_FIRST.compare(image, top.get(top.size() - 1)) <= 0)
                || (!bottom.isEmpty() && RankedImage.BEST_FIRST.compare(image, bottom.get(0)) >= 0);
    }

    private List<String> keptAt(SortedMap<String, Boolean> kept) {
        List<String> known = keptAt.get(kept);
        if (known == null) {
            known = kept.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .toList();
            keptAt.put(kept, known);
        }
        return known;
    }

    /** A class's newest totals, or null where the class is gone. */
    public synchronized void classTotals(String category, @Nullable ClassTotals totals) {
        if (totals == null) {
            classes.remove(category);
        } else {
            classes.put(category, totals);
        }
    }

    /** The summary of a ranking. One that is older than the last is a dataset that began anew: the older ones go. */
    public synchronized void epoch(RankingEpoch epoch) {
        RankingEpoch last = epochs.peekLast();
        if (last != null && epoch.epoch() <= last.epoch()) {
            epochs.clear();
        }
        epochs.addLast(epoch);
        if (epochs.size() > EPOCHS) {
            epochs.removeFirst();
        }
    }

    /**
     * What a table shows.
     *
     * @param topSize best images wanted, 0 or more
     * @param bottomSize worst images wanted, 0 or more; fewer where they would be in the top as well
     * @param classSize largest classes wanted, 0 or more
     */
    public synchronized DatasetSnapshot snapshot(int topSize, int bottomSize, int classSize) {
        if (changed || topSize != this.topSize || bottomSize != this.bottomSize) {
            top = first(images.values(), topSize, RankedImage.BEST_FIRST);
            List<RankedImage> worst = new ArrayList<>(first(
                    images.values(), Math.min(bottomSize, ranked - top.size()), RankedImage.BEST_FIRST.reversed()));
            Collections.reverse(worst);
            bottom = worst;
            this.topSize = topSize;
            this.bottomSize = bottomSize;
            changed = false;
        }
        long instances =
                classes.values().stream().mapToLong(ClassTotals::instances).sum();
        return new DatasetSnapshot(
                dataset,
                images.size(),
                ranked,
                first(classes.values(), classSize, LARGEST_FIRST),
                classes.size(),
                instances,
                top,
                bottom,
                List.copyOf(epochs));
    }

    /** The first {@code size} in {@code order}, sorted, nulls left out: one pass with a heap of that size. */
    private static <T> List<T> first(Collection<? extends @Nullable T> all, int size, Comparator<T> order) {
        if (size == 0) {
            return List.of();
        }
        PriorityQueue<T> heap = new PriorityQueue<>(size, order.reversed());
        for (T one : all) {
            if (one == null) {
                continue;
            }
            if (heap.size() < size) {
                heap.add(one);
            } else if (order.compare(one, heap.element()) < 0) {
                heap.remove();
                heap.add(one);
            }
        }
        List<T> sorted = new ArrayList<>(heap);
        sorted.sort(order);
        return sorted;
    }
}
