package dev.annorank.cluster;

import dev.annorank.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Where an installation is and what it is configured with.
 *
 * @param applicationId name of its consumer group; its internal topics begin with it
 * @param topics its public topics
 * @param internalTopics full names of its changelogs and repartition topics
 * @param scoring settings that stored state depends on, by their keys
 * @param stateDir Kafka Streams' {@code state.dir} on this machine
 * @param consumer settings of a Kafka consumer that reads what is committed
 * @param producer settings of a Kafka producer whose requests hold the largest records
 */
public record Installation(
        String applicationId,
        Topics topics,
        Set<String> internalTopics,
        SortedMap<String, String> scoring,
        Path stateDir,
        Map<String, Object> consumer,
        Map<String, Object> producer) {}
