package dev.annorank.app;

import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.model.ClassTotals;
import dev.annorank.model.Ids;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.topic.Topics;
import dev.annorank.view.DatasetSnapshot;
import dev.annorank.view.DatasetView;
import dev.annorank.view.DatasetViews;
import dev.annorank.view.FollowerListener;
import dev.annorank.view.LiveTable;
import dev.annorank.view.RankingSink;
import dev.annorank.view.TopicFollower;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Follows the ranking topics and shows a dataset on standard output. */
final class Watcher implements FollowerListener, AutoCloseable {
    private static final long FRAME_MS = 250;
    private static final Optional<String> READING = Optional.of("reading the topics ...");

    private final @Nullable String dataset;
    private final DatasetViews views;
    private final TopicFollower follower;
    private final LiveTable table;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<String> note = READING;
    private volatile @Nullable RuntimeException failure;

    /** @param dataset the one to show; null for the one that changed last */
    Watcher(Settings settings, @Nullable String dataset) {
        this(settings, dataset, List.of());
    }

    /** @param others who else hears what the topics say */
    Watcher(Settings settings, @Nullable String dataset, List<RankingSink> others) {
        Topics topics = new Topics(settings.topicsPrefix());
        this.dataset = dataset;
        this.views = dataset == null ? DatasetViews.ofAll() : DatasetViews.of(dataset);
        this.follower = new TopicFollower(
                new KafkaProperties(settings).consumer(),
                topics.imageRanking(),
                topics.classTotals(),
                topics.rankingEpochs(),
                new Everyone(Stream.concat(Stream.of(views), others.stream()).toList()),
                this);
        this.table = LiveTable.onStandardOutput(Clock.system(ZoneId.systemDefault()), topics.annotations());
    }

    /** Shows frame after frame until closed. */
    void run() throws InterruptedException {
        Thread reading = new Thread(this::follow, "follower");
        reading.setDaemon(true);
        reading.start();
        while (!closed.await(FRAME_MS, TimeUnit.MILLISECONDS)) {
            RuntimeException failed = failure;
            if (failed != null) {
                throw failed;
            }
            if (System.out.checkError()) {
                return;
            }
            show();
        }
    }

    /** Tells several what one follower reads. */
    private record Everyone(List<RankingSink> sinks) implements RankingSink {
        @Override
        public void image(ImageKey key, @Nullable ImageRanking ranking) {
            sinks.forEach(sink -> sink.image(key, ranking));
        }

        @Override
        public void classTotals(String dataset, String category, @Nullable ClassTotals totals) {
            sinks.forEach(sink -> sink.classTotals(dataset, category, totals));
        }

        @Override
        public void epoch(RankingEpoch epoch) {
            sinks.forEach(sink -> sink.epoch(epoch));
        }
    }

    private void follow() {
        try {
            follower.run();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private synchronized void show() {
        if (!table.isOnTerminal() && !follower.isCaughtUp() && note.equals(READING)) {
            // Lines stay; what is read before the present is history.
            return;
        }
        Optional<DatasetView> view = dataset == null ? views.latest() : views.find(dataset);
        DatasetSnapshot snapshot = view.map(LiveTable::snapshotOf)
                .orElseGet(() -> DatasetSnapshot.empty(dataset == null ? Ids.DEFAULT_DATASET : dataset));
        table.show(snapshot, note);
    }

    @Override
    public void missing(Set<String> topics) {
        note = topics.isEmpty() ? Optional.empty() : Optional.of("waiting for topics " + String.join(", ", topics));
    }

    @Override
    public void caughtUp() {
        note = Optional.empty();
    }

    @Override
    public void unreachable(String why) {
        note = Optional.of("Kafka does not answer; trying again: " + why);
    }

    @Override
    public void reachable() {
        note = Optional.empty();
    }

    @Override
    public void skipped(String topic, int partition, long offset, String why) {
        note = Optional.of("skipped " + topic + "-" + partition + "@" + offset + ": " + why);
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            closed.countDown();
            follower.close();
            show();
            table.close();
        }
    }
}
