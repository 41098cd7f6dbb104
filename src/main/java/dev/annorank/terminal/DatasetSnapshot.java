package dev.annorank.terminal;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.PruneRate;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.Ranking;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankedImage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * As much of an {@link EpochSnapshot} as a table shows; all of one epoch. Immutable.
 *
 * @param dataset dataset name
 * @param images images with at least one instance, those that score 0 included
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

    /**
     * What a table shows of a dataset.
     *
     * @param topSize best images wanted, 0 or more
     * @param bottomSize worst images wanted, 0 or more; fewer where they would be in the top as well
     * @param classSize largest classes wanted, 0 or more
     */
    static DatasetSnapshot of(EpochSnapshot epoch, int topSize, int bottomSize, int classSize) {
        int ranked = epoch.ranking().ranked();
        int top = Math.min(topSize, ranked);
        int bottom = Math.min(bottomSize, ranked - top);
        return new DatasetSnapshot(
                epoch.dataset(),
                epoch.epoch().images(),
                ranked,
                epoch.classes().stream().limit(classSize).toList(),
                epoch.classes().size(),
                epoch.classes().stream().mapToLong(ClassTotals::instances).sum(),
                rows(epoch, 1, top),
                rows(epoch, ranked - bottom + 1, ranked),
                epoch.epochs());
    }

    private static List<RankedImage> rows(EpochSnapshot epoch, int first, int last) {
        Set<String> rates = epoch.epoch().prune().keySet();
        return IntStream.rangeClosed(first, last)
                .mapToObj(rank -> row(epoch, rank, rates))
                .toList();
    }

    private static RankedImage row(EpochSnapshot epoch, int rank, Set<String> rates) {
        Ranking ranking = epoch.ranking();
        String image = ranking.image(rank);
        List<String> keptAt = rates.stream()
                .filter(rate -> ranking.isKept(rank, PruneRate.parse(rate)))
                .toList();
        return new RankedImage(
                image, rank, ranking.percentile(rank), ranking.score(rank), epoch.instances(image), keptAt);
    }

    public boolean isEmpty() {
        return images == 0 && classCount == 0 && epochs.isEmpty();
    }

    /** The last epoch. */
    public Optional<RankingEpoch> epoch() {
        return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
    }
}
