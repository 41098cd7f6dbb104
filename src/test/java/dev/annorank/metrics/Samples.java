package dev.annorank.metrics;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Short ways to make what is measured, and to read what is scraped. */
public final class Samples {
    private static final Pattern LINE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\n\"])*\",?)*\\})? (\\S+)");

    private Samples() {}

    public static RankingEpoch epoch(String dataset, long number, int images) {
        SortedMap<String, RankingEpoch.Pruning> prune = new TreeMap<>();
        prune.put("0.2", new RankingEpoch.Pruning(images * 8 / 10, 1.5, 3, 2, 0.75));
        prune.put("0.5", new RankingEpoch.Pruning(images / 2, 2.5, 1, 0, 0.9));
        return new RankingEpoch(
                dataset,
                number,
                Instant.ofEpochMilli(1_764_000_000_500L),
                images,
                images - 1,
                10L * images,
                7,
                EventCounts.NONE,
                EventCounts.NONE,
                new RankingEpoch.Imbalance(0.25, 5.5, 12),
                1.25,
                prune,
                17,
                40);
    }

    public static ClassTotals totals(String dataset, String category, long instances) {
        return new ClassTotals(dataset, category, instances, (int) Math.min(instances, 5), 1, 1, 0.5, 1);
    }

    /** Value by name with labels, exactly as written; fails on a line that is not of the text format and on a series that is there twice. */
    public static Map<String, Double> parse(String scrape) {
        Map<String, Double> samples = new LinkedHashMap<>();
        for (String line : scrape.split("\n", -1)) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new AssertionError("not of the text format: " + line);
            }
            String series = parts.group(1) + (parts.group(2) == null ? "" : parts.group(2));
            String value = parts.group(3);
            double number = value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
            if (samples.put(series, number) != null) {
                throw new AssertionError("there twice: " + series);
            }
        }
        return samples;
    }

    /** Name of a series without its labels. */
    public static String name(String series) {
        int brace = series.indexOf('{');
        return brace < 0 ? series : series.substring(0, brace);
    }
}
