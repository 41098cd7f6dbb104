package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.RankingEpoch;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link DatasetView} held at one moment, as much of it as a table shows. Images, ranked, top and bottom are of one
 * ranking. Immutable.
 *
 * @param dataset dataset name
 * @param images images with a record, those that score 0 included
 * @param ranked images that score above 0
 * @param classes the largest classes, most instances first, ties by name
 * @param classCount number of all classes
 * @param classInstances instances of all classes
 * @param top best ranked first
 * @param bottom worst ranked last; none of them is in {@code top}
 * @param epochs the last epochs, oldest first
 */
public record DatasetSnapshot(
        String dataset,
        int images,
        int ranked,
        List<ClassTotals> classes,
        int classCount,
        long classInstances,
        List<RankedImage> top,
        List<RankedImage> bottom,
        List<RankingEpoch> epochs) {
    /** Events of this many milliseconds before the last epoch count for {@link #eventsPerSecond()}. */
    private static final long RATE_WINDOW_MS = 10_000;

    public DatasetSnapshot {
        classes = List.copyOf(classes);
        top = List.copyOf(top);
        bottom = List.copyOf(bottom);
        epochs = List.copyOf(epochs);
    }

    /** A dataset of which nothing is known. */
    public static DatasetSnapshot empty(String dataset) {
        return new DatasetSnapshot(dataset, 0, 0, List.of(), 0, 0, List.of(), List.of(), List.of());
    }

    public boolean isEmpty() {
        return images == 0 && classCount == 0 && epochs.isEmpty();
    }

    /** The last epoch. */
    public Optional<RankingEpoch> epoch() {
        return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
    }

    /**
     * Events a second over the epochs of the last ten seconds before the last epoch, or since the one before it if that
     * is longer ago; 0 where fewer than two epochs are known.
     */
    public double eventsPerSecond() {
        if (epochs.size() < 2) {
            return 0;
        }
        long end = epochs.get(epochs.size() - 1).at().toEpochMilli();
        long start = end;
        long events = 0;
        for (int i = epochs.size() - 1; i > 0; i--) {
            long before = epochs.get(i - 1).at().toEpochMilli();
            if (i < epochs.size() - 1 && end - before > RATE_WINDOW_MS) {
                break;
            }
            events += epochs.get(i).events().total();
            start = before;
        }
        return end > start ? events * 1000.0 / (end - start) : 0;
    }
}
