package dev.annorank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.Ids;
import dev.annorank.model.ImageKey;
import dev.annorank.model.RejectedException;
import dev.annorank.topic.InstanceKey;
import dev.annorank.topic.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Which images a dataset holds, as the public topics say: those with at least one instance, be it that all of them score 0.
 * What is committed counts, up to the ends that the topics have when they are asked.
 */
public final class DatasetImages {
    private static final long LOOK_EVERY_MS = 100;
    private static final long STALLED_S = 15;

    private final WorkerGroup workers;
    private final PublicTopics reader;
    private final Map<String, Object> consumer;
    private final Topics names;
    private final String applicationId;
    private final ResetListener listener;

    /**
     * Asks nothing yet.
     *
     * @param consumer settings of a consumer of what is committed
     * @param applicationId whose workers write the topics
     * @param listener hears how far reading is
     */
    public DatasetImages(
            Admin admin, Map<String, Object> consumer, Topics names, String applicationId, ResetListener listener) {
        this.workers = new WorkerGroup(admin, applicationId);
        this.reader = new PublicTopics(admin, consumer);
        this.consumer = consumer;
        this.names = names;
        this.applicationId = applicationId;
        this.listener = listener;
    }

    /**
     * The images of a dataset once the workers have taken in every event that is there now; the epoch that reports them may
     * still be to come. In {@link Ids#ORDER}.
     *
     * @param wanted of which images it is of interest; others cost no memory
     * @throws OpsException if the workers do not take the events in, or a topic is missing
     */
    public NavigableSet<String> collected(String dataset, Predicate<String> wanted) {
        // What a worker wrote of a record is committed with the record's offset, so no more has to be waited for.
        awaitRead(names.annotations());
        awaitRead(names.instanceScores());
        Map<String, Set<String>> instances = new TreeMap<>(Ids.ORDER);
        read(names.instances(), IsolationLevel.READ_UNCOMMITTED, (text, isThere) -> {
            InstanceKey key = InstanceKey.parse(text);
            if (!key.dataset().equals(dataset) || !wanted.test(key.image())) {
                return;
            }
            if (isThere) {
                instances.computeIfAbsent(key.image(), image -> new HashSet<>()).add(key.annotation());
            } else {
                instances.computeIfPresent(key.image(), (image, its) -> {
                    its.remove(key.annotation());
                    return its.isEmpty() ? null : its;
                });
            }
        });
        NavigableSet<String> images = new TreeSet<>(Ids.ORDER);
        images.addAll(instances.keySet());
        return images;
    }

    /**
     * The images of a dataset as of the last rankings, whatever the workers are yet to take in. In {@link Ids#ORDER}.
     *
     * @param wanted of which images it is of interest; others cost no memory
     * @throws OpsException if the topic is missing
     */
    public NavigableSet<String> ranked(String dataset, Predicate<String> wanted) {
        NavigableSet<String> images = new TreeSet<>(Ids.ORDER);
        read(names.imageRanking(), IsolationLevel.READ_COMMITTED, (text, isThere) -> {
            ImageKey key = ImageKey.parse(text);
            if (key.dataset().equals(dataset) && wanted.test(key.image())) {
                if (isThere) {
                    images.add(key.image());
                } else {
                    images.remove(key.image());
                }
            }
        });
        return images;
    }

    private interface Sink {
        void accept(String key, boolean isThere);
    }

    /** @param isolation of the end up to which is read; what is read is committed in any case */
    private void read(String topic, IsolationLevel isolation, Sink sink) {
        new TopicRange(ends(topic, isolation))
                .read(
                        consumer,
                        one -> {
                            if (one.key() == null) {
                                return;
                            }
                            try {
                                sink.accept(new String(one.key(), UTF_8), one.value() != null);
                            } catch (RejectedException e) {
                                // Another program's record; readers of the topic skip it, too.
                            }
                        },
                        listener);
    }

    private Map<TopicPartition, Long> ends(String topic, IsolationLevel isolation) {
        try {
            return reader.ends(topic, isolation);
        } catch (UnknownTopicOrPartitionException e) {
            throw new OpsException("there is no topic " + topic + "; annorank topics apply creates what is missing");
        }
    }

    private void awaitRead(String topic) {
        Map<TopicPartition, Long> ends = ends(topic, IsolationLevel.READ_COMMITTED);
        long least = Long.MAX_VALUE;
        long movedNs = System.nanoTime();
        for (long left = left(ends); left > 0; left = left(ends)) {
            if (left < least) {
                least = left;
                movedNs = System.nanoTime();
            } else if (workers.members() == 0 || System.nanoTime() - movedNs > TimeUnit.SECONDS.toNanos(STALLED_S)) {
                throw new OpsException("which images the dataset holds is not known: the workers of application.id "
                        + applicationId + " have yet to read " + left + " records of topic " + topic
                        + " and do not get on. Is one running?");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    private long left(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> read = workers.committed(List.copyOf(ends.keySet()));
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - read.getOrDefault(end.getKey(), 0L)))
                .sum();
    }
}
