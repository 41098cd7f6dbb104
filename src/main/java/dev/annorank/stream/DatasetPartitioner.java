package dev.annorank.stream;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends all images of a dataset to one partition, so that its ranking has one writer. */
final class DatasetPartitioner implements StreamPartitioner<String, VectorUpdate> {
    @Override
    public Optional<Set<Integer>> partitions(
            String topic, String key, VectorUpdate value, Headers headers, int numPartitions) {
        byte[] dataset = key.substring(0, key.indexOf('/')).getBytes(StandardCharsets.UTF_8);
        return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(dataset)) % numPartitions));
    }

    /** Without headers, which Kafka Streams does not call any more. */
    @Override
    @Deprecated
    @SuppressWarnings({"removal", "InlineMeSuggester"})
    public Optional<Set<Integer>> partitions(String topic, String key, VectorUpdate value, int numPartitions) {
        return partitions(topic, key, value, new RecordHeaders(), numPartitions);
    }
}
