package dev.annorank.app;

import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.model.Ids;
import dev.annorank.model.UserException;
import dev.annorank.terminal.DatasetSnapshot;
import dev.annorank.terminal.LiveTable;
import dev.annorank.topic.Topics;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.LiveView;
import dev.annorank.view.RankingView;
import dev.annorank.view.ViewState;
import dev.annorank.view.ViewState.Phase;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows the ranking topics and shows a dataset on standard output. */
final class Watcher implements AutoCloseable {
    private static final long FRAME_MS = 250;
    /** The dataset that changed last, ties by name. */
    private static final Comparator<EpochSnapshot> LATEST =
            Comparator.comparing((EpochSnapshot one) -> one.epoch().at()).thenComparing(EpochSnapshot::dataset);

    private final @Nullable String dataset;
    private final LiveView view;
    private final LiveTable table;
    private final Optional<String> note;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Begins to read.
     *
     * @param dataset the one to show; null for the one that changed last
     * @param note shown below while all is well
     */
    Watcher(Settings settings, @Nullable String dataset, Optional<String> note) {
        this.note = note;
        Topics topics = new Topics(settings.topicsPrefix());
        Clock clock = Clock.system(ZoneId.systemDefault());
        this.dataset = dataset;
        this.view = LiveView.ofRankings(
                new KafkaProperties(settings).consumer(),
                topics,
                name -> dataset == null || dataset.equals(name),
                clock,
                NewerWriter.foreign(settings));
        this.table = LiveTable.onStandardOutput(clock, topics.annotations());
    }

    /** What is shown. */
    RankingView view() {
        return view;
    }

    /**
     * Shows frame after frame until closed.
     *
     * @throws UserException if the topics cannot be read on
     */
    void run() throws InterruptedException {
        while (!closed.await(FRAME_MS, TimeUnit.MILLISECONDS)) {
            ViewState state = view.state();
            if (state.phase() == Phase.FAILED) {
                throw new UserException(state.words());
            }
            if (System.out.checkError()) {
                return;
            }
            show(state);
        }
    }

    private synchronized void show(ViewState state) {
        if (!table.isOnTerminal() && state.phase() == Phase.READING) {
            // Lines stay; that the topics are being read says nothing for long.
            return;
        }
        Optional<EpochSnapshot> shown = dataset == null
                ? view.datasets().stream()
                        .flatMap(name -> view.find(name).stream())
                        .max(LATEST)
                : view.find(dataset);
        DatasetSnapshot snapshot = shown.map(LiveTable::snapshotOf)
                .orElseGet(() -> DatasetSnapshot.empty(dataset == null ? Ids.DEFAULT_DATASET : dataset));
        table.show(snapshot, state.phase() == Phase.LIVE ? note : Optional.of(state.words()));
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            closed.countDown();
            view.close();
            show(view.state());
            table.close();
        }
    }
}
