package dev.annorank.stream;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/** The topics that Kafka Streams makes for a topology: a changelog for each store, and what lies between two stages. */
public final class InternalTopics {
    private InternalTopics() {}

    /** Their full names. Every store has a changelog, and every internal topic ends in -repartition. */
    public static Set<String> of(Topology topology, String applicationId) {
        Set<String> names = new TreeSet<>();
        for (TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node instanceof TopologyDescription.Processor processor) {
                    processor.stores().forEach(store -> names.add(applicationId + "-" + store + "-changelog"));
                }
                if (node instanceof TopologyDescription.Source source && source.topicSet() != null) {
                    source.topicSet().stream()
                            .filter(topic -> topic.endsWith("-repartition"))
                            .forEach(topic -> names.add(applicationId + "-" + topic));
                }
            }
        }
        return names;
    }
}
