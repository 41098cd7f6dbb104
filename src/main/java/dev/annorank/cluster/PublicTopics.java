package dev.annorank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What a reset asks and does about an installation's topics. */
final class PublicTopics {
    private static final long DELETED_MS = 60_000;

    private final Admin admin;
    private final Map<String, Object> consumer;

    PublicTopics(Admin admin, Map<String, Object> consumer) {
        this.admin = admin;
        this.consumer = consumer;
    }

    List<TopicPartition> partitions(String topic) {
        return Partitions.of(admin, List.of(topic));
    }

    Map<TopicPartition, Long> ends(String topic, IsolationLevel isolation) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        Partitions.offsets(admin, partitions(topic), OffsetSpec.latest(), isolation)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Waits until no transaction of a killed worker is open: what it wrote would count, or not, only later. */
    void awaitSettled(List<String> topics, long patienceMs) {
        for (String topic : topics) {
            boolean settled = Answers.waitUntil(
                    () -> ends(topic, IsolationLevel.READ_COMMITTED)
                            .equals(ends(topic, IsolationLevel.READ_UNCOMMITTED)),
                    patienceMs);
            if (!settled) {
                throw new OpsException("topic " + topic + " has a transaction that does not end; wait until"
                        + " transaction.timeout.ms is over, then try again");
            }
        }
    }

    /** Keys whose newest record is no tombstone. */
    Set<String> liveKeys(String topic, ResetListener listener) {
        Set<String> live = new HashSet<>();
        new TopicRange(ends(topic, IsolationLevel.READ_COMMITTED))
                .read(
                        consumer,
                        one -> {
                            if (one.key() == null) {
                                return;
                            }
                            String key = new String(one.key(), UTF_8);
                            if (one.value() == null) {
                                live.remove(key);
                            } else {
                                live.add(key);
                            }
                        },
                        listener);
        return live;
    }

    /** Deletes all records. Running readers go on at the end. */
    void purge(String topic) {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        partitions(topic).forEach(partition -> all.put(partition, RecordsToDelete.beforeOffset(-1)));
        Answers.await(admin.deleteRecords(all).all(), "delete the records of topic " + topic);
    }

    /** Deletes those of the topics that exist, waits until they are gone, and returns how many there were. */
    int delete(Set<String> topics) {
        Set<String> present = present(topics);
        admin.deleteTopics(present).topicNameValues().forEach((topic, future) -> {
            try {
                Answers.await(future, "delete topic " + topic);
            } catch (UnknownTopicOrPartitionException e) {
                // As wanted.
            }
        });
        if (!Answers.waitUntil(() -> present(topics).isEmpty(), DELETED_MS)) {
            throw new OpsException("topics do not go away: " + String.join(", ", present(topics))
                    + "; does the cluster allow topics to be deleted (delete.topic.enable)?");
        }
        return present.size();
    }

    private Set<String> present(Set<String> topics) {
        Set<String> names = new HashSet<>(Answers.await(admin.listTopics().names(), "list the topics"));
        names.retainAll(topics);
        return names;
    }
}
