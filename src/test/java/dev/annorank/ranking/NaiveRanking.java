package dev.annorank.ranking;

import dev.annorank.model.Ids;
import dev.annorank.model.ImageVector;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ranking as the formulas say it, from the vectors alone, with decimals and a plain sort: what others must equal. */
final class NaiveRanking {
    final Map<String, Double> classSums = new HashMap<>();
    final Map<String, Double> scores = new TreeMap<>(Ids.ORDER);
    /** Images by rank. */
    final List<String> ranked = new ArrayList<>();
    /** Images that score 0, by id. */
    final List<String> unranked = new ArrayList<>();

    NaiveRanking(Map<String, ImageVector> vectors) {
        Map<String, BigDecimal> exactSums = new HashMap<>();
        for (ImageVector vector : vectors.values()) {
            for (int i = 0; i < vector.size(); i++) {
                exactSums.merge(vector.classes()[i], new BigDecimal(vector.sums()[i]), BigDecimal::add);
            }
        }
        exactSums.forEach((name, sum) -> classSums.put(name, sum.doubleValue()));
        vectors.forEach((image, vector) -> scores.put(image, score(vector)));
        scores.forEach((image, score) -> (score > 0 ? ranked : unranked).add(image));
        // Stable, and the map is in the order of ids.
        ranked.sort((a, b) -> Double.compare(score(b), score(a)));
    }

    double score(String image) {
        return scores.getOrDefault(image, Double.NaN);
    }

    private double score(ImageVector vector) {
        BigDecimal score = BigDecimal.ZERO;
        for (int i = 0; i < vector.size(); i++) {
            if (vector.sums()[i] > 0) {
                double sum = classSums.getOrDefault(vector.classes()[i], Double.NaN);
                score = score.add(new BigDecimal(vector.sums()[i] / sum));
            }
        }
        return score.doubleValue();
    }
}
