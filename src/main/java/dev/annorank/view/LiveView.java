package dev.annorank.view;

import dev.annorank.client.KafkaFailure;
import dev.annorank.model.RankingEpoch;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.Topics;
import dev.annorank.view.ViewState.Phase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the public topics on threads of its own, all of them daemons, until closed. For a dataset of n images of 3 classes
 * it takes about 300 n bytes.
 */
public final class LiveView implements RankingView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveView.class);
    private static final long STOP_MS = 5_000;
    /** It looks every second, whether there is something to read or not. */
    private static final long STANDS_STILL_NS = TimeUnit.SECONDS.toNanos(15);

    private static final long MAX_EPOCH_MS = Duration.ofDays(1).toMillis();

    private final Listeners listeners;
    private final DamagedBatches damaged;
    private final Snapshots snapshots;
    private final Map<String, ?> consumerSettings;
    private final Clock clock;
    private final ForeignRecords foreign;
    private final StateKeeper state;
    private final Reader reader;
    private final TopicFollower follower;
    private final Thread reading;
    private final InstanceView instances;
    private final @Nullable LiveInstances instancesReading;
    /** That the topics themselves are not what the epochs say. */
    private volatile Optional<Trouble> disagreement = Optional.empty();

    private volatile long lastLookNanos = System.nanoTime();

    private LiveView(
            Map<String, ?> settings,
            Topics topics,
            Predicate<String> wanted,
            Clock clock,
            ForeignRecords foreign,
            Listeners listeners,
            DamagedBatches damaged,
            @Nullable LiveInstances instancesReading) {
        this.listeners = listeners;
        this.damaged = damaged;
        this.snapshots = new Snapshots(System::nanoTime, listeners);
        this.consumerSettings = settings;
        this.clock = clock;
        this.foreign = foreign;
        this.instances = instancesReading == null ? InstanceView.NONE : instancesReading.view();
        this.instancesReading = instancesReading;
        this.state = new StateKeeper(clock, listeners::state);
        this.reader = new Reader(settings, topics, wanted);
        this.follower = new TopicFollower(settings, RankingReader.topics(topics), reader);
        this.reading = new Thread(this::follow, "annorank-view");
        reading.setDaemon(true);
    }

    /**
     * A view of all datasets and their instances, which begins to read at once.
     *
     * @param consumerSettings of a Kafka consumer; group, isolation and where to begin are set here
     * @param folder where instances are kept; what it holds is deleted now, and again when the view is closed
     * @param clock tells since when something is so; its zone is that of the times in words
     * @param foreign hears of what others wrote
     * @throws org.apache.kafka.common.KafkaException if the settings make no consumer
     * @throws java.io.UncheckedIOException if the folder cannot be used
     */
    public static LiveView start(
            Map<String, ?> consumerSettings, Topics topics, Path folder, Clock clock, ForeignRecords foreign) {
        Listeners listeners = new Listeners();
        DamagedBatches damaged = new DamagedBatches(listeners::damaged);
        LiveInstances instances = LiveInstances.start(consumerSettings, topics, folder, foreign, damaged);
        LiveView view =
                new LiveView(consumerSettings, topics, dataset -> true, clock, foreign, listeners, damaged, instances);
        view.reading.start();
        return view;
    }

    /**
     * A view without instances, which begins to read at once.
     *
     * @param wanted whether a dataset is of interest; others are passed over
     * @see #start
     */
    public static LiveView ofRankings(
            Map<String, ?> consumerSettings,
            Topics topics,
            Predicate<String> wanted,
            Clock clock,
            ForeignRecords foreign) {
        Listeners listeners = new Listeners();
        DamagedBatches damaged = new DamagedBatches(listeners::damaged);
        LiveView view = new LiveView(consumerSettings, topics, wanted, clock, foreign, listeners, damaged, null);
        view.reading.start();
        return view;
    }

    private void follow() {
        try {
            follower.run();
        } catch (RuntimeException e) {
            if (KafkaFailure.isOutside(e)) {
                String why = KafkaFailure.explain(e, consumerSettings);
                state.failed(why);
                LOG.error("View: reading the topics has ended: {}", why);
            } else {
                ended(e, String.valueOf(e.getMessage()));
            }
        } catch (Error e) {
            ended(e, e.toString());
            throw e;
        } finally {
            reader.close();
        }
    }

    private void ended(Throwable why, String words) {
        state.failed(words);
        LOG.error("View: reading the topics has ended", why);
    }

    @Override
    public SortedSet<String> datasets() {
        return snapshots.datasets();
    }

    @Override
    public Optional<EpochSnapshot> find(String dataset) {
        return snapshots.find(dataset);
    }

    @Override
    public ViewState state() {
        return state.now();
    }

    @Override
    public Optional<Trouble> trouble() {
        if (!reading.isAlive()) {
            return Optional.of(new Trouble(true, "its thread has died"));
        }
        long standingNs = System.nanoTime() - lastLookNanos;
        if (state.now().phase() == Phase.LIVE && standingNs > STANDS_STILL_NS) {
            return Optional.of(new Trouble(
                    false, "has stood still for " + TimeUnit.NANOSECONDS.toSeconds(standingNs) + " s while reading"));
        }
        Optional<Trouble> instances = instancesReading == null ? Optional.empty() : instancesReading.trouble();
        return instances
                .or(() -> snapshots.failure().map(why -> new Trouble(false, why)))
                .or(() -> disagreement);
    }

    @Override
    public Optional<String> remark() {
        return damaged.describe();
    }

    @Override
    public InstanceView instances() {
        return instances;
    }

    @Override
    public Subscription subscribe(Listener listener) {
        return listeners.subscribe(listener);
    }

    /** Ends within moments; what was shown last can still be asked for, but instances cannot. */
    @Override
    public void close() {
        follower.close();
        reader.wakeup();
        snapshots.close();
        try {
            if (instancesReading != null) {
                instancesReading.close();
            }
            reading.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Reader extends RankingReader {
        Reader(Map<String, ?> settings, Topics topics, Predicate<String> wanted) {
            super(topics, wanted, TopicFollower.consumer(settings, "read_uncommitted"), System::nanoTime);
        }

        @Override
        void announced(RankingEpoch epoch) {
            state.epochRead(epoch.epoch());
            listeners.announced(epoch);
        }

        @Override
        boolean isReady(String dataset) {
            return snapshots.isReady(dataset);
        }

        @Override
        boolean isOld(long timestampMs) {
            return clock.millis() - timestampMs > MAX_EPOCH_MS;
        }

        @Override
        void ready(WholeEpoch epoch) {
            snapshots.submit(epoch);
        }

        @Override
        void readsAnew(String why) {
            LOG.warn("View: {}; reading the topics anew", why);
            state.readsAnew(why);
            listeners.disagreed(why);
        }

        @Override
        void disagrees(String what, boolean isNew) {
            disagreement = what.isEmpty() ? Optional.empty() : Optional.of(new Trouble(false, what));
            if (isNew && what.isEmpty()) {
                LOG.info("View: what the topics hold is again what the epochs say");
            } else if (isNew) {
                LOG.error("View: {}", what);
                listeners.disagreed(what);
            }
        }

        @Override
        void dropped(String dataset) {
            listeners.dropped(dataset);
        }

        @Override
        void upToDate() {
            state.upToDate();
        }

        @Override
        public void behind(long records) {
            lastLookNanos = System.nanoTime();
            state.behind(records);
        }

        @Override
        public void missing(Set<String> topics) {
            state.missing(topics);
        }

        @Override
        public void unreachable(String why) {
            LOG.warn("View: Kafka does not answer; trying again: {}", why);
            state.unreachable(true);
        }

        @Override
        public void reachable() {
            LOG.info("View: Kafka answers again");
            state.unreachable(false);
        }

        @Override
        void skipped(String key, String why) {
            foreign.note(key, why);
        }

        @Override
        public boolean isNewerAtWork() {
            return foreign.isNewerAtWork();
        }

        @Override
        public void skipped(String topic, int partition, long offset, String why) {
            foreign.note(ForeignRecords.place(topic, partition, offset), why);
        }

        @Override
        public void damaged(String topic, int partition, long from, long to) {
            damaged.passed(topic, partition, from, to);
        }
    }
}
