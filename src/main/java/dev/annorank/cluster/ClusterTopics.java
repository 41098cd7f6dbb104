package dev.annorank.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks and tells a cluster about topics, one plain call a question. Every call throws {@link KafkaException}. */
final class ClusterTopics {
    private final Admin admin;

    ClusterTopics(Admin admin) {
        this.admin = admin;
    }

    int brokers() {
        return Answers.await(admin.describeCluster().nodes(), "describe the cluster")
                .size();
    }

    /** Asks for nothing else: a producer may see that a topic is there, but not how it is set. */
    boolean exists(String name) {
        try {
            Answers.await(admin.describeTopics(List.of(name)).allTopicNames(), "describe topic " + name);
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    /** Those of the topics that exist, with their settings in effect. */
    Map<String, TopicComparison.Actual> describe(List<String> names) {
        Map<String, TopicDescription> found = new LinkedHashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            try {
                found.put(name, Answers.await(future, "describe topic " + name));
            } catch (UnknownTopicOrPartitionException e) {
                // Missing, which is an answer.
            }
        });
        Map<ConfigResource, KafkaFuture<Config>> configs = admin.describeConfigs(
                        found.keySet().stream().map(ClusterTopics::resource).toList())
                .values();
        Map<String, TopicComparison.Actual> actual = new HashMap<>();
        configs.forEach((resource, future) -> {
            String name = resource.name();
            TopicDescription topic = found.get(name);
            try {
                Config config = Answers.await(future, "describe the settings of topic " + name);
                if (topic != null) {
                    actual.put(name, actual(topic, config));
                }
            } catch (UnknownTopicOrPartitionException e) {
                // Deleted between the two questions.
            }
        });
        return actual;
    }

    private static TopicComparison.Actual actual(TopicDescription topic, Config config) {
        int fewest = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        Map<String, String> values = new HashMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.value() != null) {
                values.put(entry.name(), entry.value());
            }
        }
        return new TopicComparison.Actual(topic.partitions().size(), fewest, values);
    }

    /** Returns false if the topic exists already, for example because another process was faster. */
    boolean create(TopicSpec spec) {
        NewTopic topic = new NewTopic(spec.name(), spec.partitions(), (short) spec.replicas()).configs(spec.config());
        try {
            Answers.await(admin.createTopics(List.of(topic)).all(), "create topic " + spec.name());
            return true;
        } catch (TopicExistsException e) {
            return false;
        }
    }

    void set(String topic, Map<String, String> settings) {
        Collection<AlterConfigOp> operations = settings.entrySet().stream()
                .map(e -> new AlterConfigOp(new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        Answers.await(
                admin.incrementalAlterConfigs(Map.of(resource(topic), operations))
                        .all(),
                "alter topic " + topic);
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
