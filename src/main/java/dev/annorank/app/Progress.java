package dev.annorank.app;

import dev.annorank.cluster.KnownEnds;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.view.RankingView;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka every second, on a thread of its own, how far the workers are with the events, and whether it answers. */
final class Progress implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Said before an event has taken so long that it breaks the promise of ten seconds. */
    private static final Duration EVENT_PATIENCE = Duration.ofSeconds(7);
    /** A broker of one's own that is silent so long is not coming back. */
    private static final Duration SILENT_FOR_GOOD = Duration.ofMinutes(1);

    private static final long LOOK_EVERY_MS = 1_000;
    private static final int ANSWER_MS = 3_000;
    /** An epoch may take its time; it is missed after so many intervals. */
    private static final int MISSED_INTERVALS = 10;

    private final Admin admin;
    private final String group;
    private final Set<String> topics;
    private final boolean isOwnBroker;
    private final RankingView view;
    private final Clock clock;
    private final Backlog backlog;
    private final KnownEnds knownEnds;
    private boolean isUnwritable;
    private final long beganNs = System.nanoTime();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread looking = new Thread(this::lookOnAndOn, "annorank-progress");
    private volatile boolean isDenied;
    private volatile Condition events = Condition.WORKING;
    private volatile long answeredNs = System.nanoTime();

    /**
     * Begins to ask.
     *
     * @param topics those that workers read
     * @param isOwnBroker whether the broker is one of this process
     * @param view knows when there was an epoch
     */
    Progress(Settings settings, Set<String> topics, boolean isOwnBroker, RankingView view, Clock clock) {
        admin = Admin.create(new KafkaProperties(settings).admin());
        group = Objects.requireNonNull(settings.kafka().get("application.id"));
        this.topics = topics;
        this.isOwnBroker = isOwnBroker;
        this.view = view;
        this.knownEnds = Installations.knownEnds(settings);
        this.clock = clock;
        Duration intervals = settings.rankingInterval().multipliedBy(MISSED_INTERVALS);
        backlog = new Backlog(EVENT_PATIENCE, intervals.compareTo(PATIENCE) > 0 ? intervals : PATIENCE);
        looking.setDaemon(true);
        looking.start();
    }

    /** Whether events get through. */
    Condition events() {
        return looking.isAlive() || isDenied ? events : Condition.dead("the thread that looks for them has died");
    }

    /** Whether Kafka answers. */
    Condition kafka() {
        Duration silent = Duration.ofNanos(System.nanoTime() - answeredNs);
        if (silent.compareTo(PATIENCE) < 0 || isDenied) {
            return Condition.WORKING;
        }
        String words = "does not answer for " + silent.toSeconds() + " s";
        return isOwnBroker && silent.compareTo(SILENT_FOR_GOOD) > 0 ? Condition.dead(words) : Condition.waiting(words);
    }

    private void lookOnAndOn() {
        try {
            while (!closed.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(Map<TopicPartition, Long> ends) {
        if (!isOwnBroker || isUnwritable) {
            return;
        }
        try {
            knownEnds.write(ends);
        } catch (IOException e) {
            isUnwritable = true;
            LOG.warn(
                    "Where the log of events ends cannot be noted; a backup's losses could not be told: {}",
                    e.toString());
        }
    }

    private void look() throws InterruptedException {
        try {
            Map<TopicPartition, Long> ends = offsets(partitions(), OffsetSpec.latest());
            Map<TopicPartition, Long> done = done(ends.keySet());
            long nowNs = System.nanoTime();
            answeredNs = nowNs;
            note(ends);
            backlog.seen(nowNs, done, ends);
            events = backlog.condition(nowNs, epochAgeNs(nowNs));
        } catch (TimeoutException e) {
            LOG.debug("Kafka does not say how far the workers are", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.warn(
                        "Kafka does not let this user see how far the workers are ({}); health goes without it",
                        e.getCause().getMessage());
                isDenied = true;
                events = Condition.WORKING;
                closed.countDown();
                return;
            }
            LOG.debug("Kafka does not say how far the workers are", e);
        } catch (KafkaException e) {
            LOG.debug("Kafka does not say how far the workers are", e);
        }
    }

    private long epochAgeNs(long nowNs) {
        return view.state()
                .lastEpochRead()
                .map(at -> Duration.between(at, clock.instant()).toNanos())
                .orElse(nowNs - beganNs);
    }

    private Set<TopicPartition> partitions() throws ExecutionException, InterruptedException, TimeoutException {
        Set<TopicPartition> partitions = new HashSet<>();
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        topics, new DescribeTopicsOptions().timeoutMs(ANSWER_MS))
                .topicNameValues();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> one : asked.entrySet()) {
            try {
                get(one.getValue())
                        .partitions()
                        .forEach(part -> partitions.add(new TopicPartition(one.getKey(), part.partition())));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return partitions;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(one -> asked.put(one, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        get(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(ANSWER_MS))
                        .all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** Where the group is; where it has not been yet, it begins at the start. */
    private Map<TopicPartition, Long> done(Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> done = new HashMap<>();
        Set<TopicPartition> fresh = new HashSet<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) {
                fresh.add(partition);
            } else {
                done.put(partition, offset.offset());
            }
        }
        if (!fresh.isEmpty()) {
            done.putAll(offsets(fresh, OffsetSpec.earliest()));
        }
        return done;
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(ANSWER_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        looking.interrupt();
        looking.join(ANSWER_MS);
        admin.close(Duration.ZERO);
    }
}
