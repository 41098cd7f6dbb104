package dev.annorank.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The consumer group of an installation's workers, whichever group protocol they use. */
final class WorkerGroup {
    private final Admin admin;
    private final String id;

    WorkerGroup(Admin admin, String id) {
        this.admin = admin;
        this.id = id;
    }

    /** Threads that are at work, those of a worker that was killed included until its session ends. */
    int members() {
        try {
            return Answers.await(admin.describeConsumerGroups(List.of(id)).all(), "describe group " + id)
                    .values()
                    .stream()
                    .mapToInt(one -> one.members().size())
                    .sum();
        } catch (GroupIdNotFoundException e) {
            return membersOfStreamsGroup();
        }
    }

    private int membersOfStreamsGroup() {
        try {
            return Answers.await(admin.describeStreamsGroups(List.of(id)).all(), "describe group " + id)
                    .values()
                    .stream()
                    .mapToInt(one -> one.members().size())
                    .sum();
        } catch (GroupIdNotFoundException e) {
            return 0;
        }
    }

    /** @param patienceMs how long a killed worker's session may take to end */
    void requireStopped(long patienceMs) {
        if (Answers.waitUntil(() -> members() == 0, patienceMs)) {
            return;
        }
        throw new OpsException("application.id " + id + " has workers at work (" + members()
                + " threads); stop them first, on every machine. One that was killed counts until its session.timeout.ms"
                + " is over.");
    }

    /** Up to where the workers have read the topic, by partition; 0 where they have not begun. Waits for open commits. */
    Map<TopicPartition, Long> committed(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> begun = offsets(true);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, begun.getOrDefault(partition, 0L)));
        return offsets;
    }

    /**
     * Up to where the workers have read, by partition; without those where they have not begun.
     *
     * @param isStable whether to wait for open commits
     */
    Map<TopicPartition, Long> offsets(boolean isStable) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try {
            Answers.await(
                            admin.listConsumerGroupOffsets(
                                            id, new ListConsumerGroupOffsetsOptions().requireStable(isStable))
                                    .partitionsToOffsetAndMetadata(),
                            "list the offsets of group " + id)
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            offsets.put(partition, offset.offset());
                        }
                    });
        } catch (GroupIdNotFoundException e) {
            // It has not worked yet.
        }
        return offsets;
    }

    /** Has the workers, all of which are stopped, go on at these offsets. */
    void goOnAt(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> set = new HashMap<>();
        offsets.forEach((partition, offset) -> set.put(partition, new OffsetAndMetadata(offset)));
        Answers.await(admin.alterConsumerGroupOffsets(id, set).all(), "set the offsets of group " + id);
    }

    /** Forgets its offsets, so that workers begin at the first annotation. */
    void delete() {
        try {
            Answers.await(admin.deleteConsumerGroups(List.of(id)).all(), "delete group " + id);
        } catch (GroupIdNotFoundException e) {
            // As wanted.
        }
    }
}
