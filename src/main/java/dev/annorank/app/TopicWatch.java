package dev.annorank.app;

import dev.annorank.cluster.TopicManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for topics that were deleted while the topology works on them: trying again before they are back is of no use. */
final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final long LOOK_EVERY_MS = 1_000;

    private final Map<String, Object> adminSettings;
    private final List<String> topics;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable String words;

    /** @param topics those that the topology reads and writes, and does not make itself */
    TopicWatch(Map<String, Object> adminSettings, List<String> topics) {
        this.adminSettings = adminSettings;
        this.topics = List.copyOf(topics);
    }

    /** What is waited for, for a person; empty if nothing is. */
    Optional<String> describe() {
        return Optional.ofNullable(words);
    }

    /**
     * Waits as long as topics are missing; several threads may.
     *
     * @return whether any was missing and all are there now; false also if that cannot be asked or this is closed
     */
    boolean awaitTopics() {
        try (Admin admin = Admin.create(adminSettings)) {
            return await(admin);
        } catch (KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean await(Admin admin) throws InterruptedException {
        List<String> missing = TopicManager.missing(admin, topics);
        if (missing.isEmpty()) {
            return false;
        }
        while (!missing.isEmpty()) {
            began(missing);
            if (closed.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            missing = look(admin, missing);
        }
        ended();
        return true;
    }

    /** A cluster that does not answer for a while says nothing new. */
    private List<String> look(Admin admin, List<String> before) {
        try {
            return TopicManager.missing(admin, topics);
        } catch (KafkaException e) {
            return before;
        }
    }

    private synchronized void began(List<String> missing) {
        String now = "waiting for " + (missing.size() == 1 ? "topic " : "topics ") + String.join(", ", missing)
                + ", deleted or not made yet";
        if (!now.equals(words)) {
            words = now;
            LOG.error("The topology is {}; annorank topics apply makes what is missing", now);
        }
    }

    private synchronized void ended() {
        if (words != null) {
            words = null;
            LOG.info("All topics are there again; the topology goes on");
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
