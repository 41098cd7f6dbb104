package dev.annorank.view;

import dev.annorank.client.KafkaFailure;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.InstanceKey;
import dev.annorank.topic.Topics;
import dev.annorank.view.RankingView.Trouble;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the topic of instances on a thread of its own, so that no ranking has to wait for it. */
final class LiveInstances implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveInstances.class);
    private static final String FOLDER = "instances";
    private static final long STOP_MS = 5_000;

    private final InstanceStore store;
    private final TopicFollower follower;
    private final Handler handler;
    private volatile @Nullable String failure;
    private final Thread reading = new Thread(this::follow, "annorank-view-instances");

    private LiveInstances(InstanceStore store, TopicFollower follower, Handler handler) {
        this.store = store;
        this.follower = follower;
        this.handler = handler;
        reading.setDaemon(true);
    }

    /**
     * Begins to follow.
     *
     * @param folder a folder in it is made, and emptied now and in the end
     */
    static LiveInstances start(
            Map<String, ?> settings, Topics topics, Path folder, ForeignRecords foreign, DamagedBatches damaged) {
        InstanceStore store = new InstanceStore(folder.resolve(FOLDER));
        try {
            Handler handler = new Handler(store, foreign, damaged);
            TopicFollower follower = new TopicFollower(settings, List.of(topics.instances()), handler);
            LiveInstances started = new LiveInstances(store, follower, handler);
            started.reading.start();
            return started;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    InstanceView view() {
        return store;
    }

    private void follow() {
        try {
            follower.run();
        } catch (RuntimeException e) {
            ended(e);
        } catch (Error e) {
            ended(e);
            throw e;
        }
    }

    /** That reading has ended, or begun anew; empty while it goes on. */
    Optional<Trouble> trouble() {
        String why = failure;
        // An error may have left no memory even for saying so.
        if (why != null || !reading.isAlive()) {
            String words = why == null ? "its thread has died" : why;
            return Optional.of(new Trouble(true, "reading the instances has ended: " + words));
        }
        return handler.isReadingAnew()
                ? Optional.of(new Trouble(false, "reading the instances anew: the files that held them were damaged"))
                : Optional.empty();
    }

    private void ended(Throwable why) {
        failure = why.toString();
        store.ended();
        if (KafkaFailure.isOutside(why)) {
            LOG.error("View: reading the instances has ended; rankings go on ({})", KafkaFailure.explain(why));
            return;
        }
        LOG.error("View: reading the instances has ended; rankings go on", why);
    }

    @Override
    public void close() throws InterruptedException {
        follower.close();
        reading.join(STOP_MS);
        store.close();
    }

    /** Fills a store. */
    static final class Handler implements TopicHandler {
        /** Where reading anew will have caught up; empty if nothing is read anew. */
        private final Map<TopicPartition, Long> ends = new HashMap<>();

        private volatile boolean isReadingAnew;

        private final InstanceStore store;
        private final ForeignRecords foreign;
        private final DamagedBatches damaged;

        Handler(InstanceStore store, ForeignRecords foreign, DamagedBatches damaged) {
            this.foreign = foreign;
            this.damaged = damaged;
            this.store = store;
        }

        @Override
        public void caughtUp() {
            store.caughtUp();
        }

        boolean isReadingAnew() {
            return isReadingAnew || store.isDamaged();
        }

        /** What is in the store can be read again: if its files are damaged, it is. */
        @Override
        public void polled(Consumer<byte[], byte[]> consumer) {
            if (store.isDamaged()) {
                Map<TopicPartition, Long> now = consumer.endOffsets(consumer.assignment(), TopicFollower.ANSWER);
                LOG.warn("View: the files that hold the instances are damaged; reading their topic anew");
                store.restart();
                ends.clear();
                ends.putAll(now);
                isReadingAnew = true;
                consumer.seekToBeginning(consumer.assignment());
            } else if (!ends.isEmpty()) {
                ends.entrySet()
                        .removeIf(end -> !consumer.assignment().contains(end.getKey())
                                || consumer.position(end.getKey(), TopicFollower.ANSWER) >= end.getValue());
                if (ends.isEmpty()) {
                    LOG.info("View: the instances are read anew");
                    isReadingAnew = false;
                    store.caughtUp();
                }
            }
        }

        @Override
        public void record(ConsumerRecord<byte[], byte[]> one) {
            store.put(InstanceKey.parse(RecordKeys.text(one)), one.value());
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
