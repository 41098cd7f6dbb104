package dev.annorank.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus's own checker says of the configuration, the alerts and the output. */
class PromtoolTest {
    private static final Path NOTHING = Path.of("/dev/null");

    private Tool promtool;

    @TempDir
    private Path folder;

    @BeforeEach
    void find() {
        promtool = Tool.require("promtool");
    }

    @Test
    void shouldAcceptTheConfiguration() throws Exception {
        Tool.Result result = promtool.run(NOTHING, "check", "config", "config/prometheus.yml");
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("rules found");
    }

    @Test
    void shouldAlertWhenItMust_andOnlyThen() throws Exception {
        Tool.Result result = promtool.run(NOTHING, "test", "rules", "src/test/prometheus/alerts_test.yml");
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void shouldTestEveryAlert() throws IOException {
        String tests = Files.readString(Path.of("src", "test", "prometheus", "alerts_test.yml"));
        List<String> alerts = Files.readAllLines(Path.of("config", "alerts.yml")).stream()
                .filter(line -> line.contains("- alert: "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .toList();
        assertThat(alerts)
                .hasSizeGreaterThan(10)
                .allSatisfy(alert -> assertThat(tests).contains("alertname=\"" + alert + "\""));
    }

    @Test
    void shouldFindNothingWrongWithOurMeters_evenWithHostileNames() throws Exception {
        Path scrape = folder.resolve("scrape.txt");
        try (AnnorankMetrics metrics = new AnnorankMetrics("1.0 \"x\"")) {
            List<ClassTotals> classes = new ArrayList<>();
            for (String name :
                    List.of("\"", "\\", "\n", "\r", "\0", "{a=\"b\"}", "# HELP x", "猫", "(others)", "\u2028")) {
                classes.add(Samples.totals("d", name, 10));
            }
            metrics.counted("d", EventCounts.ONE_APPLIED);
            metrics.rejected("d", Reason.BAD_RLE);
            metrics.published(Samples.epoch("d", 1, 10), 5);
            metrics.snapshot(Samples.epoch("d", 1, 10), classes);
            metrics.requested("GET", "/v1/datasets", 200, 1_000);
            Files.writeString(scrape, metrics.scrape());
        }
        Tool.Result result = promtool.run(scrape, "check", "metrics");
        assertThat(result.output()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }
}
