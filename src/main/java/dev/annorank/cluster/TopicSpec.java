package dev.annorank.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a topic ought to be.
 *
 * @param name the topic's full name
 * @param partitions at least 1
 * @param replicas copies of each partition, at least 1
 * @param config topic settings by Kafka's names, values as text; a setting not named here is free
 */
public record TopicSpec(String name, int partitions, int replicas, Map<String, String> config) {
    static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    static final String MIN_INSYNC_REPLICAS = "min.insync.replicas";

    public TopicSpec {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a topic's name is empty");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions of topic " + name + " is " + partitions + "; at least 1");
        }
        if (replicas < 1 || replicas > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "replicas of topic " + name + " is " + replicas + "; 1 to " + Short.MAX_VALUE);
        }
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }

    /**
     * The same topic with another number of copies. {@code min.insync.replicas} is lowered to one less than these, and
     * at least 1, so that the topic stays writable while a broker is away.
     */
    TopicSpec withReplicas(int wanted) {
        Map<String, String> changed = new LinkedHashMap<>(config);
        String inSync = config.get(MIN_INSYNC_REPLICAS);
        if (inSync != null) {
            int most = Math.max(1, wanted - 1);
            changed.put(MIN_INSYNC_REPLICAS, Integer.toString(Math.min(Integer.parseInt(inSync), most)));
        }
        return new TopicSpec(name, partitions, wanted, changed);
    }

    /** The same topic, taking records of at least {@code bytes} where its file sets a size at all; never lowers it. */
    TopicSpec takingAtLeast(long bytes) {
        String current = config.get(MAX_MESSAGE_BYTES);
        if (current == null || Long.parseLong(current) >= bytes) {
            return this;
        }
        Map<String, String> changed = new LinkedHashMap<>(config);
        changed.put(MAX_MESSAGE_BYTES, Long.toString(bytes));
        return new TopicSpec(name, partitions, replicas, changed);
    }
}
