package dev.annorank.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Makes the topics of a cluster what their specifications say, or says how they differ. It creates topics and sets
 * settings; it never deletes a topic, and never adds partitions or moves replicas: a topic with the wrong number is
 * reported. Several processes may apply at the same time.
 *
 * <p>The number of replicas is the file's, at most the number of brokers, or the one asked for.
 */
public final class TopicManager {
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(20);
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final long POLL_MS = 20;

    private final ClusterTopics cluster;
    private final List<TopicSpec> specs;
    private final OptionalInt replicas;

    /**
     * @param admin a client of the cluster; the caller closes it
     * @param specs the topics, see {@link TopicFiles}
     * @param replicas overrides every topic's number of replicas; if empty, the files' number, at most one a broker
     */
    public TopicManager(Admin admin, List<TopicSpec> specs, OptionalInt replicas) {
        if (replicas.isPresent() && replicas.getAsInt() < 1) {
            throw new IllegalArgumentException("replicas is " + replicas.getAsInt() + "; it must be at least 1");
        }
        this.cluster = new ClusterTopics(admin);
        this.specs = List.copyOf(specs);
        this.replicas = replicas;
    }

    /**
     * Whether a cluster has the topic.
     *
     * @throws KafkaException if the cluster refuses or does not answer within 20 seconds
     */
    public static boolean exists(Admin admin, String topic) {
        return new ClusterTopics(admin).exists(topic);
    }

    /**
     * Those of the topics that a cluster does not have.
     *
     * @throws KafkaException if the cluster refuses or does not answer within 20 seconds
     */
    public static List<String> missing(Admin admin, List<String> topics) {
        ClusterTopics cluster = new ClusterTopics(admin);
        return topics.stream().filter(topic -> !cluster.exists(topic)).toList();
    }

    /**
     * Creates what is missing and sets what differs, waits until the cluster shows it, and reports what differs still.
     *
     * @throws KafkaException if the cluster refuses or does not answer within 20 seconds
     */
    public TopicReport apply() {
        List<String> notes = new ArrayList<>();
        List<TopicSpec> wanted = adapted(notes);
        List<String> names = names(wanted);
        List<String> changes = new ArrayList<>();
        Map<String, TopicComparison.Actual> present = createMissing(wanted, changes);
        for (TopicSpec spec : wanted) {
            TopicComparison.Actual actual = present.get(spec.name());
            if (actual != null) {
                set(spec, actual, changes);
            }
        }
        Map<String, TopicComparison.Actual> after =
                await(names, SETTLE, seen -> wanted.stream().allMatch(spec -> settled(spec, seen)));
        return new TopicReport(changes, differences(wanted, after), notes);
    }

    /**
     * Creates what is missing, leaves alone what is there, and reports how that differs.
     *
     * @throws KafkaException if the cluster refuses or does not answer within 20 seconds
     */
    public TopicReport createMissing() {
        List<String> notes = new ArrayList<>();
        List<TopicSpec> wanted = adapted(notes);
        List<String> changes = new ArrayList<>();
        return new TopicReport(changes, differences(wanted, createMissing(wanted, changes)), notes);
    }

    /**
     * Changes nothing and reports every difference.
     *
     * @throws KafkaException if the cluster refuses or does not answer within 20 seconds
     */
    public TopicReport check() {
        List<String> notes = new ArrayList<>();
        List<TopicSpec> wanted = adapted(notes);
        return new TopicReport(List.of(), differences(wanted, cluster.describe(names(wanted))), notes);
    }

    private Map<String, TopicComparison.Actual> createMissing(List<TopicSpec> wanted, List<String> changes) {
        List<String> names = names(wanted);
        Map<String, TopicComparison.Actual> before = cluster.describe(names);
        for (TopicSpec spec : wanted) {
            if (!before.containsKey(spec.name()) && cluster.create(spec)) {
                changes.add(
                        "created topic " + spec.name() + " (" + TopicComparison.count(spec.partitions(), "partition")
                                + ", " + TopicComparison.count(spec.replicas(), "replica") + ")");
            }
        }
        if (before.keySet().containsAll(names)) {
            return before;
        }
        // Whoever creates topics wants to use them right away, and a new one takes a moment to be seen by all brokers.
        return await(names, VISIBLE_WITHIN, seen -> seen.keySet().containsAll(names));
    }

    private List<TopicSpec> adapted(List<String> notes) {
        int brokers = cluster.brokers();
        List<TopicSpec> adapted = new ArrayList<>();
        int most = 0;
        for (TopicSpec spec : specs) {
            most = Math.max(most, spec.replicas());
            int wanted = replicas.orElse(Math.min(spec.replicas(), brokers));
            adapted.add(wanted == spec.replicas() ? spec : spec.withReplicas(wanted));
        }
        if (replicas.isEmpty() && most > brokers) {
            notes.add("the cluster has " + TopicComparison.count(brokers, "broker")
                    + ", so topics have that many replicas instead of " + most);
        }
        return adapted;
    }

    private void set(TopicSpec spec, TopicComparison.Actual actual, List<String> changes) {
        Map<String, String> settings = TopicComparison.config(spec, actual);
        if (!settings.isEmpty()) {
            cluster.set(spec.name(), settings);
            settings.forEach((key, value) -> changes.add("set " + key + "=" + value + " on topic " + spec.name()
                    + " (was " + actual.config().getOrDefault(key, "unknown") + ")"));
        }
    }

    private Map<String, TopicComparison.Actual> await(
            List<String> names, Duration timeout, Predicate<Map<String, TopicComparison.Actual>> enough) {
        long start = System.nanoTime();
        while (true) {
            Map<String, TopicComparison.Actual> seen = cluster.describe(names);
            if (enough.test(seen) || System.nanoTime() - start > timeout.toNanos()) {
                return seen;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    private static boolean settled(TopicSpec spec, Map<String, TopicComparison.Actual> seen) {
        TopicComparison.Actual actual = seen.get(spec.name());
        return actual != null && TopicComparison.config(spec, actual).isEmpty();
    }

    private static List<String> differences(List<TopicSpec> wanted, Map<String, TopicComparison.Actual> actual) {
        return wanted.stream()
                .flatMap(spec -> TopicComparison.differences(spec, actual.get(spec.name())).stream())
                .toList();
    }

    private static List<String> names(List<TopicSpec> specs) {
        return specs.stream().map(TopicSpec::name).toList();
    }
}
