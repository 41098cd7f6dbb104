package dev.annorank.view;

import dev.annorank.ranking.Ranking;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * The first and the last rows of one exact ranking, and what they were made for.
 *
 * @param images images with a record, those that score 0 included
 * @param ranked images that score above 0
 * @param top best ranked first
 * @param bottom worst ranked last; none of them is in {@code top}
 * @param topSize rows wanted at the top
 * @param bottomSize rows wanted at the bottom
 * @param rates prune rates by their text
 * @param atNanos when the ranking was computed, by the view's clock
 */
record RankedRows(
        int images,
        int ranked,
        List<RankedImage> top,
        List<RankedImage> bottom,
        int topSize,
        int bottomSize,
        SortedMap<String, Double> rates,
        long atNanos) {

    /** @param instances of every image with a record */
    static RankedRows of(
            Ranking ranking,
            Map<String, Integer> instances,
            int topSize,
            int bottomSize,
            SortedMap<String, Double> rates,
            long atNanos) {
        int ranked = ranking.ranked();
        int top = Math.min(topSize, ranked);
        int bottom = Math.min(bottomSize, ranked - top);
        return new RankedRows(
                instances.size(),
                ranked,
                rows(ranking, 1, top, instances, rates),
                rows(ranking, ranked - bottom + 1, ranked, instances, rates),
                topSize,
                bottomSize,
                rates,
                atNanos);
    }

    private static List<RankedImage> rows(
            Ranking ranking, int first, int last, Map<String, Integer> instances, SortedMap<String, Double> rates) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(rank -> row(ranking, rank, instances, rates))
                .toList();
    }

    private static RankedImage row(
            Ranking ranking, int rank, Map<String, Integer> instances, SortedMap<String, Double> rates) {
        String image = ranking.image(rank);
        List<String> keptAt = rates.entrySet().stream()
                .filter(rate -> ranking.isKept(rank, rate.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return new RankedImage(
                image, rank, ranking.percentile(rank), ranking.score(rank), instances.getOrDefault(image, 0), keptAt);
    }

    boolean fit(int topWanted, int bottomWanted, SortedMap<String, Double> ratesWanted) {
        return topSize == topWanted && bottomSize == bottomWanted && rates.equals(ratesWanted);
    }
}
