package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.FrozenIndex;
import java.util.List;
import java.util.Map;

/**
 * A dataset at one epoch, not ranked yet. Immutable.
 *
 * @param epoch the summary as it was published
 * @param index the images by their vectors
 * @param shapeless instances of images that are not in the index because nothing of them has a shape
 * @param classes all classes, most instances first
 * @param epochs the last epochs, oldest first, this one last
 */
record WholeEpoch(
        RankingEpoch epoch,
        FrozenIndex index,
        Map<String, Integer> shapeless,
        List<ClassTotals> classes,
        List<RankingEpoch> epochs) {}
