package dev.annorank.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.model.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void shouldNameEveryMeterThatIsEmitted_andEmitEveryOneItNames() {
        try (AnnorankMetrics metrics = new AnnorankMetrics("1")) {
            useAll(metrics);
            Set<String> emitted = Samples.parse(metrics.scrape()).keySet().stream()
                    .map(Samples::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> named = new TreeSet<>();
            Arrays.stream(Catalogue.values()).forEach(meter -> named.addAll(meter.sampleNames()));
            assertThat(emitted).isEqualTo(named);
        }
    }

    @Test
    void shouldExplainEveryMeter() {
        for (Catalogue meter : Catalogue.values()) {
            assertThat(meter.meaning())
                    .as(meter.meterName())
                    .hasSizeGreaterThan(15)
                    .doesNotEndWith(".");
            assertThat(meter.meterName()).matches("annorank(\\.[a-z]+)+");
        }
        try (AnnorankMetrics metrics = new AnnorankMetrics("1")) {
            useAll(metrics);
            String scrape = metrics.scrape();
            for (Catalogue meter : Catalogue.values()) {
                assertThat(scrape).contains(" " + meter.meaning() + "\n");
            }
        }
    }

    @Test
    void shouldSayThatWorkCountsAgain_whenItIsOfTheTopology() {
        for (Catalogue meter : Catalogue.values()) {
            boolean isCounter = meter.sampleNames().get(0).endsWith("_total");
            if (isCounter && meter.tagKeys().contains("dataset")) {
                assertThat(meter.meaning())
                        .as(meter.meterName())
                        .endsWith("what an aborted transaction undid counts too");
            }
        }
    }

    @Test
    void shouldCarryTheTagsItNames() {
        Map<String, Catalogue> bySample = new HashMap<>();
        for (Catalogue meter : Catalogue.values()) {
            meter.sampleNames().forEach(sample -> bySample.put(sample, meter));
        }
        try (AnnorankMetrics metrics = new AnnorankMetrics("1")) {
            useAll(metrics);
            for (String series : Samples.parse(metrics.scrape()).keySet()) {
                Set<String> wanted = bySample.get(Samples.name(series)).tagKeys().stream()
                        .map(key -> key.replace('.', '_'))
                        .collect(Collectors.toCollection(TreeSet::new));
                if (Samples.name(series).endsWith("_bucket")) {
                    wanted.add("le");
                }
                assertThat(labels(series)).as(series).isEqualTo(wanted);
            }
        }
    }

    private static Set<String> labels(String series) {
        Set<String> labels = new TreeSet<>();
        if (series.contains("{")) {
            for (String label : series.substring(series.indexOf('{') + 1, series.length() - 1)
                    .split(",", -1)) {
                labels.add(label.substring(0, label.indexOf('=')));
            }
        }
        return labels;
    }

    private static void useAll(AnnorankMetrics metrics) {
        metrics.bindHealth(() -> true, () -> false);
        metrics.bindRestore(() -> RestoreStatus.NONE);
        metrics.bindOversized(() -> 0);
        metrics.bindUnreadable(() -> 0);
        metrics.bindView(List.of("live", "reading"), () -> new ViewStatus("live", 0, 1));
        metrics.counted("d", EventCounts.ONE_APPLIED);
        metrics.rejected("d", Reason.BAD_RLE);
        metrics.published(Samples.epoch("d", 1, 10), 5);
        metrics.snapshot(Samples.epoch("d", 1, 10), List.of(Samples.totals("d", "cat", 3)));
        metrics.requested("GET", "/v1/datasets", 200, 1_000);
    }
}
