package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.http.Health;
import dev.annorank.http.MetricsSource;
import dev.annorank.http.RequestListener;
import dev.annorank.metrics.AnnorankMetrics;
import dev.annorank.metrics.ViewStatus;
import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.Reason;
import dev.annorank.stream.PipelineListener;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import dev.annorank.view.ViewState;
import dev.annorank.view.ViewState.Phase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leads what the parts of the process tell to its meters. */
final class Metering implements PipelineListener, RequestListener, RankingView.Listener, MetricsSource, AutoCloseable {
    private final AnnorankMetrics meters = new AnnorankMetrics(Version.number());
    private final Clock clock;
    private @Nullable ForeignRecords foreign;

    /**
     * Begins to measure the process.
     *
     * @param dataDir exists
     */
    Metering(Path dataDir, Clock clock) {
        this.clock = clock;
        meters.bindProcess(dataDir);
    }

    AnnorankMetrics meters() {
        return meters;
    }

    /** Counts what others wrote to the topics; the same for all parts of the process. */
    synchronized ForeignRecords foreign(Settings settings) {
        if (foreign == null) {
            foreign = new ForeignRecords(new NewerWriter(settings), meters::recordSkipped);
        }
        return foreign;
    }

    void health(Health health) {
        meters.bindHealth(health::isLive, health::isReady);
    }

    void view(RankingView view) {
        meters.bindView(Arrays.stream(Phase.values()).map(Metering::name).toList(), () -> status(view.state()));
        view.subscribe(this);
    }

    private ViewStatus status(ViewState state) {
        double age = state.lastEpochRead()
                .map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis() / 1e3))
                .orElse(Double.NaN);
        return new ViewStatus(name(state.phase()), state.behindRecords(), age);
    }

    private static String name(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void rejected(String dataset, Reason reason) {
        meters.rejected(dataset, reason);
    }

    @Override
    public void counted(String dataset, EventCounts counts) {
        meters.counted(dataset, counts);
    }

    @Override
    public void published(RankingEpoch epoch, long lagMs) {
        meters.published(epoch, lagMs);
    }

    @Override
    public void answered(String method, String route, int status, long nanos) {
        meters.requested(method, route, status, nanos);
    }

    @Override
    public void snapshot(EpochSnapshot now, Optional<EpochSnapshot> before) {
        meters.snapshot(now.epoch(), now.classes());
    }

    @Override
    public void damaged(long offsets) {
        meters.offsetsDamaged(offsets);
    }

    @Override
    public void disagreed(String what) {
        meters.viewDisagreed();
    }

    @Override
    public void state(ViewState now) {
        // Asked for at every scrape.
    }

    @Override
    public String scrape() {
        return meters.scrape();
    }

    @Override
    public String contentType() {
        return AnnorankMetrics.contentType();
    }

    @Override
    public void close() {
        meters.close();
    }
}
