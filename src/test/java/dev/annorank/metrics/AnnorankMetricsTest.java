package dev.annorank.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnorankMetricsTest {
    private final AnnorankMetrics metrics = new AnnorankMetrics("1.2.3");

    @AfterEach
    void close() {
        metrics.close();
    }

    private Map<String, Double> scrape() {
        return Samples.parse(metrics.scrape());
    }

    @Test
    void shouldCountEventsByOutcomeAndReason() {
        metrics.counted("d", new EventCounts(5, 2, 1));
        metrics.counted("d", EventCounts.ONE_APPLIED);
        metrics.counted("e", EventCounts.ONE_SUPERSEDED);
        metrics.rejected("d", Reason.BAD_RLE);
        metrics.threadDied();
        assertThat(scrape())
                .containsEntry("annorank_events_total{dataset=\"d\",outcome=\"applied\"}", 6.0)
                .containsEntry("annorank_events_total{dataset=\"d\",outcome=\"superseded\"}", 2.0)
                .containsEntry("annorank_events_total{dataset=\"d\",outcome=\"rejected\"}", 1.0)
                .containsEntry("annorank_events_total{dataset=\"e\",outcome=\"applied\"}", 0.0)
                .containsEntry("annorank_events_rejected_total{dataset=\"d\",reason=\"bad-rle\"}", 1.0)
                .containsEntry("annorank_thread_deaths_total", 1.0)
                .containsEntry("annorank_build{version=\"1.2.3\"}", 1.0);
    }

    @Test
    void shouldTimeEpochsAndLag_inSeconds() {
        metrics.published(Samples.epoch("d", 1, 10), 300);
        metrics.published(Samples.epoch("d", 2, 10), -5);
        assertThat(scrape())
                .containsEntry("annorank_epoch_duration_seconds_count{dataset=\"d\"}", 2.0)
                .containsEntry("annorank_epoch_duration_seconds_sum{dataset=\"d\"}", 0.08)
                .containsEntry("annorank_publish_lag_seconds_sum{dataset=\"d\"}", 0.3)
                .containsEntry("annorank_publish_lag_seconds_bucket{dataset=\"d\",le=\"0.25\"}", 1.0)
                .containsEntry("annorank_publish_lag_seconds_bucket{dataset=\"d\",le=\"0.5\"}", 2.0)
                .containsEntry("annorank_published_records_total{dataset=\"d\"}", 34.0)
                .containsEntry("annorank_kept_entered_images_total{dataset=\"d\",prune_rate=\"0.2\"}", 6.0)
                .containsEntry("annorank_kept_left_images_total{dataset=\"d\",prune_rate=\"0.5\"}", 0.0);
    }

    @Test
    void shouldShowADatasetAsOfItsLastEpoch_andNothingThatIsGone() {
        metrics.snapshot(
                Samples.epoch("d", 3, 10), List.of(Samples.totals("d", "cat", 30), Samples.totals("d", "dog", 4)));
        assertThat(scrape())
                .containsEntry("annorank_datasets", 1.0)
                .containsEntry("annorank_epoch_number{dataset=\"d\"}", 3.0)
                .containsEntry("annorank_epoch_timestamp_seconds{dataset=\"d\"}", 1_764_000_000.5)
                .containsEntry("annorank_images{dataset=\"d\"}", 10.0)
                .containsEntry("annorank_images_ranked{dataset=\"d\"}", 9.0)
                .containsEntry("annorank_instances{dataset=\"d\"}", 100.0)
                .containsEntry("annorank_classes{dataset=\"d\"}", 7.0)
                .containsEntry("annorank_imbalance_gini{dataset=\"d\"}", 0.25)
                .containsEntry("annorank_imbalance_effective_classes{dataset=\"d\"}", 5.5)
                .containsEntry("annorank_kept_jaccard{dataset=\"d\",prune_rate=\"0.2\"}", 0.75)
                .containsEntry("annorank_kept_images{dataset=\"d\",prune_rate=\"0.5\"}", 5.0)
                .containsEntry("annorank_class_instances{class=\"cat\",dataset=\"d\"}", 30.0)
                .containsEntry("annorank_class_images{class=\"dog\",dataset=\"d\"}", 4.0);
        metrics.snapshot(Samples.epoch("d", 4, 12), List.of(Samples.totals("d", "cat", 31)));
        assertThat(scrape())
                .containsEntry("annorank_images{dataset=\"d\"}", 12.0)
                .containsEntry("annorank_class_instances{class=\"cat\",dataset=\"d\"}", 31.0)
                .doesNotContainKey("annorank_class_instances{class=\"dog\",dataset=\"d\"}")
                .doesNotContainKey("annorank_class_images{class=\"dog\",dataset=\"d\"}");
    }

    @Test
    void shouldDropGaugesAndKeepCounters_whenADatasetIsEmptied() {
        for (String dataset : List.of("d", "e")) {
            metrics.counted(dataset, EventCounts.ONE_APPLIED);
            metrics.rejected(dataset, Reason.NOT_JSON);
            metrics.published(Samples.epoch(dataset, 1, 10), 300);
            metrics.snapshot(Samples.epoch(dataset, 1, 10), List.of(Samples.totals(dataset, "cat", 30)));
        }
        metrics.snapshot(Samples.epoch("e", 2, 0), List.of());
        assertThat(scrape())
                .containsEntry("annorank_datasets", 1.0)
                .containsEntry("annorank_images{dataset=\"d\"}", 10.0)
                .containsEntry("annorank_events_total{dataset=\"e\",outcome=\"applied\"}", 1.0)
                .doesNotContainKey("annorank_images{dataset=\"e\"}");
        metrics.snapshot(Samples.epoch("e", 3, 10), List.of());
        assertThat(scrape()).containsEntry("annorank_images{dataset=\"e\"}", 10.0);
    }

    @Test
    void shouldGiveAnEmptiedDatasetsPlaceToTheNext_whenThereIsNoOther() {
        for (int i = 0; i < Labels.MAX_DATASETS; i++) {
            metrics.counted("d" + i, EventCounts.ONE_APPLIED);
            metrics.snapshot(Samples.epoch("d" + i, 1, i == 5 || i == 3 ? 0 : 10), List.of());
        }
        metrics.snapshot(Samples.epoch("d3", 2, 10), List.of());
        metrics.counted("next", EventCounts.ONE_APPLIED);
        assertThat(scrape())
                .containsEntry("annorank_events_total{dataset=\"next\",outcome=\"applied\"}", 1.0)
                .containsEntry("annorank_events_total{dataset=\"d3\",outcome=\"applied\"}", 1.0);
        assertThat(scrape().keySet()).noneMatch(series -> series.contains("dataset=\"d5\""));

        metrics.counted("one-too-many", EventCounts.ONE_APPLIED);
        assertThat(scrape())
                .containsEntry("annorank_events_total{dataset=\"" + Labels.OTHERS + "\",outcome=\"applied\"}", 1.0);
    }

    @Test
    void shouldAddUpSmallClasses_andTellThemFromAClassOfThatName() {
        List<ClassTotals> classes = new ArrayList<>();
        classes.add(Samples.totals("d", "(others)", 1_000));
        classes.add(Samples.totals("d", "((others))", 999));
        for (int i = 0; i < 58; i++) {
            classes.add(0, Samples.totals("d", "c" + i, 1 + i));
        }
        metrics.snapshot(Samples.epoch("d", 1, 10), classes);
        Map<String, Double> scrape = scrape();
        // 48 of the 58 numbered ones have a place; the others have 1 to 10 instances.
        assertThat(scrape)
                .containsEntry("annorank_class_instances{class=\"((others))\",dataset=\"d\"}", 1_000.0)
                .containsEntry("annorank_class_instances{class=\"(((others)))\",dataset=\"d\"}", 999.0)
                .containsEntry("annorank_class_instances{class=\"(others)\",dataset=\"d\"}", 55.0)
                .containsEntry("annorank_class_instances{class=\"c10\",dataset=\"d\"}", 11.0)
                .doesNotContainKey("annorank_class_instances{class=\"c9\",dataset=\"d\"}");
        assertThat(scrape.entrySet().stream()
                        .filter(one -> Samples.name(one.getKey()).equals("annorank_class_instances"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum())
                .isEqualTo(1_000 + 999 + 58 * 59 / 2);
    }

    @Test
    void shouldAskForStatusAtEveryScrape() {
        AtomicReference<ViewStatus> view = new AtomicReference<>(new ViewStatus("reading", 12, Double.NaN));
        AtomicReference<RestoreStatus> restore = new AtomicReference<>(new RestoreStatus(30, 70, 2.5));
        metrics.bindView(List.of("reading", "live"), view::get);
        metrics.bindRestore(restore::get);
        metrics.bindHealth(() -> true, () -> restore.get().remaining() == 0);
        assertThat(scrape())
                .containsEntry("annorank_view_phase{phase=\"reading\"}", 1.0)
                .containsEntry("annorank_view_phase{phase=\"live\"}", 0.0)
                .containsEntry("annorank_view_behind_records", 12.0)
                .containsEntry("annorank_view_epoch_age_seconds", Double.NaN)
                .containsEntry("annorank_restore_restored_changes", 30.0)
                .containsEntry("annorank_restore_remaining_changes", 70.0)
                .containsEntry("annorank_restore_duration_seconds", 2.5)
                .containsEntry("annorank_live", 1.0)
                .containsEntry("annorank_ready", 0.0);
        view.set(new ViewStatus("live", 0, 1.5));
        restore.set(RestoreStatus.NONE);
        assertThat(scrape())
                .containsEntry("annorank_view_phase{phase=\"reading\"}", 0.0)
                .containsEntry("annorank_view_phase{phase=\"live\"}", 1.0)
                .containsEntry("annorank_view_epoch_age_seconds", 1.5)
                .containsEntry("annorank_restore_remaining_changes", 0.0)
                .containsEntry("annorank_ready", 1.0);
    }

    @Test
    void shouldTimeRequestsByRoute() {
        metrics.requested("GET", "/v1/datasets/{d}", 200, 3_000_000);
        metrics.requested("GET", "/v1/datasets/{d}", 200, 30_000_000);
        metrics.requested("BREW", "/v1/datasets/{d}", 9999, 30_000_000);
        assertThat(scrape())
                .containsEntry(
                        "annorank_http_requests_seconds_count{method=\"GET\",route=\"/v1/datasets/{d}\",status=\"200\"}",
                        2.0)
                .containsEntry(
                        "annorank_http_requests_seconds_bucket{method=\"GET\",route=\"/v1/datasets/{d}\",status=\"200\",le=\"0.005\"}",
                        1.0)
                .containsEntry(
                        "annorank_http_requests_seconds_count{method=\"OTHER\",route=\"/v1/datasets/{d}\",status=\"OTHER\"}",
                        1.0);
    }

    @Test
    void shouldAnswerInTheFormatThatIsAskedFor() {
        assertThat(AnnorankMetrics.contentType("application/openmetrics-text;version=1.0.0;q=0.75,text/plain;q=0.5"))
                .startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(AnnorankMetrics.contentType("*/*")).isEqualTo(AnnorankMetrics.contentType());
        assertThat(metrics.scrape(AnnorankMetrics.contentType("application/openmetrics-text")))
                .endsWith("# EOF\n");
        assertThat(metrics.scrape()).doesNotContain("# EOF");
    }
}
