package dev.annorank.view;

import dev.annorank.model.RankingEpoch;
import java.util.SortedMap;
import java.util.TreeMap;

/** The prune rates that an epoch was published at. */
final class PruneRates {
    private PruneRates() {}

    /**
     * By their text.
     *
     * @throws IllegalArgumentException if one is no number in [0, 1]
     */
    static SortedMap<String, Double> of(RankingEpoch epoch) {
        SortedMap<String, Double> rates = new TreeMap<>();
        for (String text : epoch.prune().keySet()) {
            double rate = Double.parseDouble(text);
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("prune rate is " + text + "; it must be between 0 and 1");
            }
            rates.put(text, rate);
        }
        return rates;
    }
}
