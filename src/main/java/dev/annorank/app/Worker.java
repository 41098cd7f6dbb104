package dev.annorank.app;

import dev.annorank.client.KafkaFailure;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.http.Health;
import dev.annorank.ranking.PublishPolicy;
import dev.annorank.state.ImageLimits;
import dev.annorank.stream.BoundedRocksDb;
import dev.annorank.stream.FailureNaming;
import dev.annorank.stream.ForeignRecordHandler;
import dev.annorank.stream.HaltingClients;
import dev.annorank.stream.InternalTopics;
import dev.annorank.stream.OversizedImages;
import dev.annorank.stream.PipelineSettings;
import dev.annorank.stream.RankingTopology;
import dev.annorank.stream.UnreadablePartitions;
import dev.annorank.topic.DeadLetters;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.Topics;
import dev.annorank.topic.UnknownFormatException;
import dev.annorank.topic.UnreadablePartition;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topology at work in this process. */
final class Worker implements Health, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Metering metering;
    private final KafkaStreams streams;
    private final TopologyThreads threads;
    private final Set<String> sources = new TreeSet<>();
    private final RestoreProgress restoring = new RestoreProgress();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ThreadDeaths deaths = new ThreadDeaths();
    private final StateRepair repair;
    private final TopicWatch topics;
    private final OversizedImages oversized;
    private final UnreadablePartitions unreadable = new UnreadablePartitions();
    private final Map<String, Object> kafka;
    private boolean isGivenUp;

    /** @param epochs what readers still find of what was published before */
    Worker(Settings settings, Metering metering, EpochTimes epochs) {
        this.metering = metering;
        this.kafka = new KafkaProperties(settings).streams();
        this.repair = new StateRepair(Installations.localState(settings), Clock.systemUTC());
        this.topics = new TopicWatch(new KafkaProperties(settings).admin(), new Topics(settings.topicsPrefix()).all());
        Properties properties = new Properties();
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(BoundedRocksDb.MEMORY_BYTES, settings.rocksdbMemoryBytes());
        Topics names = new Topics(settings.topicsPrefix());
        ForeignRecords foreign = metering.foreign(settings);
        RankingTopology ranking = new RankingTopology(names, pipeline(settings), metering, foreign, epochs);
        oversized = ranking.oversized();
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailureNaming.class);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, FailureNaming.class);
        properties.put(FailureNaming.OVERSIZED, oversized);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, ForeignRecordHandler.class);
        properties.put(ForeignRecordHandler.FOREIGN, foreign);
        properties.putAll(kafka);
        metering.meters().bindOversized(oversized::count);
        metering.meters().bindUnreadable(unreadable::count);
        Topology topology = ranking.build();
        String id = String.valueOf(properties.get(StreamsConfig.APPLICATION_ID_CONFIG));
        sources.addAll(List.of(names.annotations(), names.instanceScores()));
        InternalTopics.of(topology, id).stream()
                .filter(topic -> topic.endsWith("-repartition"))
                .forEach(sources::add);
        streams = new KafkaStreams(topology, properties, new HaltingClients(unreadable));
        threads = new TopologyThreads(
                Integer.parseInt(String.valueOf(properties.get(StreamsConfig.NUM_STREAM_THREADS_CONFIG))),
                streams::metadataForLocalThreads,
                TopologyThreads::namesOfAll);
        metering.meters().bindStreams(streams);
        metering.meters().bindRestore(restoring::status);
        streams.setUncaughtExceptionHandler(this::onThreadDeath);
        streams.setGlobalStateRestoreListener(restoring);
        streams.setStateListener((now, before) -> {
            deaths.running(now == State.RUNNING, System.nanoTime());
            if (now == State.RUNNING) {
                restoring.clear();
                LOG.info("Running");
            }
            if (now == State.ERROR || now == State.NOT_RUNNING) {
                stopped.countDown();
            }
        });
    }

    static PipelineSettings pipeline(Settings settings) {
        double[] rates =
                settings.pruneRates().stream().mapToDouble(Double::doubleValue).toArray();
        int maxValueBytes = new KafkaProperties(settings).maxOutputBytes() - DeadLetters.OVERHEAD_BYTES;
        return new PipelineSettings(
                settings.measure(),
                settings.crowdIncluded(),
                settings.maskMaxPixels(),
                settings.eventMaxBytes(),
                maxValueBytes,
                new ImageLimits(
                        settings.imageMaxInstances(),
                        settings.imageMaxClasses(),
                        settings.imageMaxClassBytes(),
                        maxValueBytes),
                settings.tombstoneRetention(),
                new PublishPolicy(settings.rankingTolerance(), rates),
                settings.rankingInterval(),
                settings.rankingPartitions(),
                settings.publishChunk());
    }

    void start() {
        streams.start();
    }

    /** The topics whose records are worked on. */
    Set<String> sources() {
        return sources;
    }

    /** Stops working on events, but keeps its share of them; for measurements. */
    void pause() {
        streams.pause();
    }

    void resume() {
        streams.resume();
    }

    /** Waits until it has stopped, and returns whether it was asked to. */
    boolean awaitStop() throws InterruptedException {
        stopped.await();
        return streams.state() != State.ERROR;
    }

    @Override
    public boolean isLive() {
        State state = streams.state();
        return state != State.ERROR && state != State.PENDING_ERROR && state != State.NOT_RUNNING;
    }

    @Override
    public boolean isReady() {
        return streams.state() == State.RUNNING
                && topics.describe().isEmpty()
                && unreadable.describe().isEmpty();
    }

    /** To be asked every half second or so, by one thread. */
    Condition condition() {
        if (!isLive()) {
            return Condition.dead(describe());
        }
        try {
            Optional<String> dead = streams.state().isRunningOrRebalancing() ? threads.dead() : Optional.empty();
            if (dead.isPresent()) {
                return Condition.dead(dead.get());
            }
        } catch (IllegalStateException e) {
            // It stops just now.
        }
        if (!isReady()) {
            return Condition.waiting(describe());
        }
        return oversized.describe().map(Condition::working).orElse(Condition.WORKING);
    }

    @Override
    public String describe() {
        State state = streams.state();
        Optional<String> waiting = topics.describe();
        if (waiting.isPresent() && isLive()) {
            return waiting.get();
        }
        if (isLive() && unreadable.describe().isPresent()) {
            return unreadable.describe().get();
        }
        return switch (state) {
            case CREATED -> "starting";
            case REBALANCING -> restoring.describe().orElse("sharing out work");
            case RUNNING -> oversized.describe().map("running; "::concat).orElse("running");
            case PENDING_SHUTDOWN -> "stopping";
            case NOT_RUNNING -> "stopped";
            case PENDING_ERROR, ERROR -> "failed; see the log";
        };
    }

    @Override
    public void close() {
        topics.close();
        // Who leaves says so: others take over, or this one comes back, without waiting for a session to run out.
        CloseOptions leaving = CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_TIMEOUT);
        if (!streams.close(leaving)) {
            LOG.warn(
                    "The topology did not stop within {} s; what was not committed is done again at the next start",
                    CLOSE_TIMEOUT.toSeconds());
        }
    }

    /** Called on the thread that dies. It may take its time: the thread is not replaced before this returns. */
    private StreamThreadExceptionResponse onThreadDeath(Throwable failure) {
        OutOfMemory.endIf(failure);
        metering.meters().threadDied();
        UnknownFormatException unknown = UnknownFormatException.in(failure);
        if (unknown != null) {
            return giveUp("The topology stops; nothing is lost or passed over: " + unknown.getMessage());
        }
        if (KafkaFailure.isLasting(failure)) {
            return giveUp("The topology stops; nothing is lost: " + KafkaFailure.explain(failure, kafka));
        }
        // Where Kafka Streams brings its own consumer, as with group.protocol streams.
        Optional<TopicPartition> damaged = UnreadablePartition.in(failure);
        if (damaged.isPresent()) {
            return giveUp("The topology stops; nothing is lost: topic "
                    + damaged.get().topic() + " partition " + damaged.get().partition()
                    + " cannot be read, a batch of it is damaged; annorank topics skip goes on behind it: "
                    + failure.getMessage());
        }
        if (topics.awaitTopics()) {
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        return replace(failure);
    }

    /** Several threads may have the same reason. */
    private synchronized StreamThreadExceptionResponse giveUp(String why) {
        if (!isGivenUp) {
            isGivenUp = true;
            LOG.error("{}", why);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private synchronized StreamThreadExceptionResponse replace(Throwable failure) {
        ThreadDeaths.Verdict verdict = deaths.died(failure, System.nanoTime());
        if (!verdict.isLast() && repair.mend(failure)) {
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        String where = verdict.where().map(" at "::concat).orElse("");
        String what = verdict.isLast()
                ? "The topology fails again" + where
                        + "; it stops. Nothing is lost: once the cause is mended, it goes on from its last commit"
                : "A thread of the topology failed" + where + "; a new one goes on from the last commit";
        if (KafkaFailure.isOutside(failure)) {
            LOG.error("{} ({})", what, KafkaFailure.explain(failure, kafka));
        } else {
            LOG.error(what, failure);
        }
        if (verdict.isLast()) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
