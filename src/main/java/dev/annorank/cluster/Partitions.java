package dev.annorank.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Which partitions topics have, and where those begin and end. Every method throws as {@link Answers#await} does. */
final class Partitions {
    private Partitions() {}

    /** All partitions of the topics. */
    static List<TopicPartition> of(Admin admin, Collection<String> topics) {
        return Answers.await(
                        admin.describeTopics(topics).allTopicNames(), "describe topic " + String.join(", ", topics))
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    /** The offset, with the time of its record, that {@code which} asks for in each partition. */
    static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        return Answers.await(
                admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all(), "find begin and end of the topics");
    }
}
