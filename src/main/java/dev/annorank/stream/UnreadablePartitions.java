package dev.annorank.stream;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that the topology's consumers in this process cannot read on, because a batch of them is damaged, and where
 * they have come to a halt. Any thread may use it.
 */
public final class UnreadablePartitions {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadablePartitions.class);

    private final Map<String, String> words = new TreeMap<>();

    synchronized void found(TopicPartition partition, long offset) {
        String name = partition.toString();
        String what = "topic " + partition.topic() + " partition " + partition.partition()
                + " cannot be read at offset " + offset + ", a batch of it is damaged; " + remedy(partition, offset);
        if (!what.equals(words.put(name, what))) {
            LOG.error("The topology: {}", what);
        }
    }

    /** A changelog is read from its beginning each time; what is missing of it can only be computed anew. */
    private static String remedy(TopicPartition partition, long offset) {
        return partition.topic().endsWith("-changelog")
                ? "annorank reset --all, while no worker runs, computes the state anew"
                : "annorank topics skip --topic " + partition.topic() + " --partition " + partition.partition()
                        + " --offset " + offset + ", while no worker runs, goes on behind it";
    }

    /** What could not be read can be by now. */
    synchronized void readOn(TopicPartition partition) {
        if (words.remove(partition.toString()) != null) {
            LOG.info(
                    "The topology: topic {} partition {} can be read again; reading goes on",
                    partition.topic(),
                    partition.partition());
        }
    }

    /** Another consumer reads it from now on. */
    synchronized void gone(TopicPartition partition) {
        words.remove(partition.toString());
    }

    public synchronized int count() {
        return words.size();
    }

    /** In words, or empty if all can be read. */
    public synchronized Optional<String> describe() {
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words.values()));
    }
}
