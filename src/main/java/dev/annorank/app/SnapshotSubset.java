package dev.annorank.app;

import dev.annorank.format.Subset;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.Ranking;
import dev.annorank.view.EpochSnapshot;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one epoch of a dataset keeps at a prune rate. */
final class SnapshotSubset implements Subset {
    private final EpochSnapshot snapshot;
    private final Ranking ranking;
    private final int size;
    private final SortedMap<String, Double> rates = new TreeMap<>();

    /** @param pruneRate in [0, 1], whether or not it is among the configured ones */
    SnapshotSubset(EpochSnapshot snapshot, double pruneRate) {
        this.snapshot = snapshot;
        this.ranking = snapshot.ranking();
        this.size = ranking.keptCount(pruneRate);
        snapshot.epoch().prune().keySet().forEach(rate -> rates.put(rate, Double.parseDouble(rate)));
    }

    String dataset() {
        return snapshot.dataset();
    }

    /** All images, best first. */
    Set<String> images() {
        Set<String> images = new LinkedHashSet<>();
        for (int rank = 1; rank <= size; rank++) {
            images.add(ranking.image(rank));
        }
        return images;
    }

    /** Whether the dataset holds the image, kept or not. */
    boolean knows(String image) {
        return ranking.rankOf(image) >= 0 || snapshot.instances(image) > 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String image(int rank) {
        return ranking.image(rank);
    }

    @Override
    public double score(int rank) {
        return ranking.score(rank);
    }

    @Override
    public double percentile(int rank) {
        return ranking.percentile(rank);
    }

    @Override
    public int instances(int rank) {
        return snapshot.instances(ranking.image(rank));
    }

    @Override
    public SortedMap<String, Boolean> kept(int rank) {
        SortedMap<String, Boolean> kept = new TreeMap<>();
        for (Map.Entry<String, Double> rate : rates.entrySet()) {
            kept.put(rate.getKey(), ranking.isKept(rank, rate.getValue()));
        }
        return kept;
    }

    @Override
    public SortedMap<String, Integer> classes(int rank) {
        ImageVector vector = snapshot.vector(ranking.image(rank)).orElse(ImageVector.EMPTY);
        SortedMap<String, Integer> classes = new TreeMap<>();
        for (int i = 0; i < vector.size(); i++) {
            classes.put(vector.classes()[i], vector.counts()[i]);
        }
        return classes;
    }
}
