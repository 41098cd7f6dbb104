package dev.annorank.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names are chosen by whoever sends events; what is scraped must stay readable and bounded. */
class CardinalityTest {
    private static final int NAMES = 10_000;
    private static final long SEED = 20260101;
    private static final String[] PIECES = {
        "\"",
        "\\",
        "\n",
        "\r",
        "\t",
        "\0",
        "{",
        "}",
        ",",
        "=",
        "#",
        " ",
        "é",
        "猫",
        "\uD83D\uDC31",
        "\u2028",
        "\uD800",
        "\uFFFE",
        "a",
        "Z",
        "(others)",
        "\\n",
        "class"
    };

    private final AnnorankMetrics metrics = new AnnorankMetrics("1");

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void shouldStayBoundedAndReadable_whenNamesAreHostile() {
        Random random = new Random(SEED);
        List<ClassTotals> classes = new ArrayList<>();
        List<Reason> reasons = List.of(Reason.values());
        long instances = 0;
        for (int i = 0; i < NAMES; i++) {
            long some = 1L + random.nextInt(1000);
            instances += some;
            classes.add(Samples.totals("d", hostile(random), some));
        }
        metrics.snapshot(Samples.epoch("d", 1, 10), classes);
        for (int i = 0; i < NAMES; i++) {
            String dataset = hostile(random);
            metrics.counted(dataset, EventCounts.ONE_APPLIED);
            metrics.rejected(dataset, reasons.get(i % reasons.size()));
            metrics.published(Samples.epoch(dataset, 1, 10), 300);
            metrics.snapshot(Samples.epoch(dataset, 1, 10), classes.subList(i % 100, 100 + i % 100));
            metrics.requested(hostile(random), hostile(random), i, i);
        }
        Map<String, Double> scrape = Samples.parse(metrics.scrape());
        Map<String, Long> perName =
                scrape.keySet().stream().collect(Collectors.groupingBy(Samples::name, Collectors.counting()));
        assertThat(perName.get("annorank_events_total")).as("seed %d", SEED).isEqualTo(3L * (Labels.MAX_DATASETS + 1));
        assertThat(perName.get("annorank_images")).isEqualTo(Labels.MAX_DATASETS);
        assertThat(perName.get("annorank_class_instances"))
                .isLessThanOrEqualTo((long) Labels.MAX_DATASETS * (Labels.MAX_CLASSES + 1));
        assertThat(perName.get("annorank_http_requests_seconds_count")).isLessThanOrEqualTo(301);
        assertThat(sum(scrape, "annorank_class_instances", "dataset=\"d\"")).isEqualTo((double) instances);
        assertThat(sum(scrape, "annorank_events_total", "outcome=\"applied\"")).isEqualTo((double) NAMES);
        assertThat(sum(scrape, "annorank_http_requests_seconds_count", "")).isEqualTo((double) NAMES);
        assertThat(scrape.keySet()).allMatch(series -> series.length() < 1_500);
    }

    @Test
    void shouldMakeRoom_whenOnlyBadEventsNameDatasets() {
        metrics.counted("real", EventCounts.ONE_APPLIED);
        for (int i = 0; i < 2 * Labels.MAX_DATASETS; i++) {
            metrics.rejected("typo" + i, Reason.NOT_JSON);
            metrics.counted("typo" + i, EventCounts.ONE_REJECTED);
        }
        metrics.counted("late", EventCounts.ONE_APPLIED);
        assertThat(Samples.parse(metrics.scrape()))
                .containsEntry("annorank_events_total{dataset=\"real\",outcome=\"applied\"}", 1.0)
                .containsEntry("annorank_events_total{dataset=\"late\",outcome=\"applied\"}", 1.0);
    }

    private static double sum(Map<String, Double> scrape, String name, String label) {
        return scrape.entrySet().stream()
                .filter(one ->
                        Samples.name(one.getKey()).equals(name) && one.getKey().contains(label))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static String hostile(Random random) {
        StringBuilder name = new StringBuilder();
        int pieces = 1 + random.nextInt(random.nextInt(20) == 0 ? 60 : 6);
        for (int i = 0; i < pieces; i++) {
            name.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return name.toString();
    }

    @Test
    void shouldShowClassesAsTheyAre_whereThatCanBe() {
        assertThat(Labels.ofClass("Bottle \"cap\" \\ 猫")).isEqualTo("Bottle \"cap\" \\ 猫");
        assertThat(Labels.ofClass("a\nb\0c\uD800")).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
        assertThat(Labels.ofClass("(others)")).isEqualTo("((others))");
        assertThat(Labels.ofClass("((others))")).isEqualTo("(((others)))");
        assertThat(Labels.ofClass("others")).isEqualTo("others");
        String cats = "\uD83D\uDC31".repeat(250);
        assertThat(Labels.ofClass(cats))
                .hasSizeLessThanOrEqualTo(120)
                .startsWith("\uD83D\uDC31")
                .contains("...#");
        assertThat(Labels.ofClass(cats)).isNotEqualTo(Labels.ofClass(cats.substring(2) + "ab"));
    }
}
