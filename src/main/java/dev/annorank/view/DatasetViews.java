package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The views of all datasets in the topics, or of one. Fed by one thread, read by any. */
public final class DatasetViews implements RankingSink {
    private final @Nullable String only;
    private final Map<String, DatasetView> views = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastRanked = new ConcurrentHashMap<>();

    private DatasetViews(@Nullable String only) {
        this.only = only;
    }

    public static DatasetViews ofAll() {
        return new DatasetViews(null);
    }

    /** Records of other datasets are passed over. */
    public static DatasetViews of(String dataset) {
        return new DatasetViews(dataset);
    }

    @Override
    public void image(ImageKey key, @Nullable ImageRanking ranking) {
        if (isWanted(key.dataset())) {
            view(key.dataset()).image(key.image(), ranking);
        }
    }

    @Override
    public void classTotals(String dataset, String category, @Nullable ClassTotals totals) {
        if (isWanted(dataset)) {
            view(dataset).classTotals(category, totals);
        }
    }

    @Override
    public void epoch(RankingEpoch epoch) {
        if (isWanted(epoch.dataset())) {
            view(epoch.dataset()).epoch(epoch);
            lastRanked.put(epoch.dataset(), epoch.at());
        }
    }

    private boolean isWanted(String dataset) {
        return only == null || only.equals(dataset);
    }

    private DatasetView view(String dataset) {
        return views.computeIfAbsent(dataset, DatasetView::new);
    }

    public Optional<DatasetView> find(String dataset) {
        return Optional.ofNullable(views.get(dataset));
    }

    /** The dataset whose last epoch is the latest, ties by name: the one to show where none was asked for. */
    public Optional<DatasetView> latest() {
        return new TreeMap<>(lastRanked)
                .entrySet().stream().max(Map.Entry.comparingByValue()).flatMap(latest -> find(latest.getKey()));
    }

    /** Names of all datasets seen. */
    public SortedSet<String> names() {
        return new TreeSet<>(views.keySet());
    }
}
