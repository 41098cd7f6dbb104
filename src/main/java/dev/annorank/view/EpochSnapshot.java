package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageVector;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.Ranking;
import java.util.List;
import java.util.Optional;

/** One dataset as of one epoch. Immutable: all that it says is of the same epoch. */
public interface EpochSnapshot {
    String dataset();

    /** The summary as it was published. */
    RankingEpoch epoch();

    /** The exact ranking, from the published vectors. */
    Ranking ranking();

    /** Totals of all classes, most instances first, ties by name. */
    List<ClassTotals> classes();

    /** The last epochs, oldest first, this one last; older ones are thinned out. */
    List<RankingEpoch> epochs();

    /** An image's vector with its instances by class; empty if the image is not in the dataset. */
    Optional<ImageVector> vector(String image);

    /** Instances of an image, those that score 0 included; 0 if it is not in the dataset. */
    int instances(String image);

    /** S_c of a class; 0 for one that is not there. */
    double classSum(String category);

    /**
     * What pruning at a rate would leave; O(nonzeros of the kept images).
     *
     * @param pruneRate in [0, 1]
     */
    PruneFacts prune(double pruneRate);
}
