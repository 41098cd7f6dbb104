package dev.annorank.format.subset;

import dev.annorank.model.ImageVector;
import dev.annorank.model.PruneRate;
import dev.annorank.ranking.Ranking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The kept images of a ranking, best first: what the file of a subset is made of. */
public final class Subset {
    /** A configured prune rate as it is written, and how many images it keeps. */
    private record Rate(String text, double rate, int kept) {}

    private final Ranking ranking;
    private final Function<String, Optional<ImageVector>> vectors;
    private final List<Rate> rates = new ArrayList<>();
    private final Quota quota;
    private final int size;

    /**
     * A subset.
     *
     * @param vectors the vector of an image; empty if the dataset does not hold it
     * @param pruneRates the configured prune rates as text, of which {@link #kept} tells
     * @param quota how many images are kept, whether or not it is among the configured rates
     */
    public Subset(
            Ranking ranking,
            Function<String, Optional<ImageVector>> vectors,
            Collection<String> pruneRates,
            Quota quota) {
        this.ranking = ranking;
        this.vectors = vectors;
        this.quota = quota;
        this.size = quota.of(ranking.ranked());
        for (String text : pruneRates) {
            double rate = PruneRate.parse(text);
            rates.add(new Rate(text, rate, ranking.keptCount(rate)));
        }
        rates.sort(Comparator.comparingDouble(Rate::rate));
    }

    /** What it was chosen by. */
    public Quota quota() {
        return quota;
    }

    /** How many images are kept. */
    public int size() {
        return size;
    }

    /** Images of the dataset that score above 0. */
    public int ranked() {
        return ranking.ranked();
    }

    /** All kept images, best first. */
    public Set<String> images() {
        Set<String> images = new LinkedHashSet<>();
        for (int rank = 1; rank <= size; rank++) {
            images.add(ranking.image(rank));
        }
        return images;
    }

    /** Whether the dataset holds the image, kept or not. */
    public boolean knows(String image) {
        return ranking.rankOf(image) >= 0 || vectors.apply(image).isPresent();
    }

    /** The image at a rank from 1 to {@link #size()}; so for the methods below. */
    public String image(int rank) {
        return ranking.image(rank);
    }

    /** Above 0. */
    public double score(int rank) {
        return ranking.score(rank);
    }

    /** {@code rank} / ranked images of the dataset, in (0, 1]. */
    public double percentile(int rank) {
        return ranking.percentile(rank);
    }

    /** Instances of the image, those that score 0 included. */
    public int instances(int rank) {
        return vector(rank).instances();
    }

    /** For each configured prune rate, as text, whether the image is kept at it; the smallest rate first. */
    public Map<String, Boolean> kept(int rank) {
        Map<String, Boolean> kept = new LinkedHashMap<>();
        rates.forEach(rate -> kept.put(rate.text(), rank <= rate.kept()));
        return kept;
    }

    /** Instances of the image by class. */
    public SortedMap<String, Integer> classes(int rank) {
        ImageVector vector = vector(rank);
        SortedMap<String, Integer> classes = new TreeMap<>();
        for (int i = 0; i < vector.size(); i++) {
            classes.put(vector.classes()[i], vector.counts()[i]);
        }
        return classes;
    }

    private ImageVector vector(int rank) {
        return vectors.apply(ranking.image(rank)).orElse(ImageVector.EMPTY);
    }
}
