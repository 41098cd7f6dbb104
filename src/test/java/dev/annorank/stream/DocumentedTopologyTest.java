package dev.annorank.stream;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.Docs;
import dev.annorank.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;
import org.junit.jupiter.api.Test;

/** The diagram of the README, in mermaid, has the arrows of the topology between topics and stages. */
class DocumentedTopologyTest {
    private static final Set<String> STAGES = Set.of("score", "collect", "rank");
    private static final Pattern ARROW = Pattern.compile("\\s*--(?: [^>]* --)?>\\s*");
    /** A box, {@code id} or {@code id([topic])}, or {@code id[reader]}. */
    private static final Pattern BOX = Pattern.compile("([a-z]+)(?:\\(\\[([^\\]]*)]\\)|\\[[^\\]]*])?");

    @Test
    void shouldHaveTheArrowsOfTheTopology() {
        assertThat(drawn()).as("arrows of the diagram in README.md").isEqualTo(built());
    }

    /** Arrows between topics (without the prefix) and stages; those to readers are left out. */
    private static Set<String> drawn() {
        List<String> lines = Docs.lines(Docs.read(Docs.README), true).stream()
                .dropWhile(line -> !line.startsWith("flowchart"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .toList();
        Map<String, String> topics = new HashMap<>();
        lines.forEach(line -> {
            Matcher box = BOX.matcher(line);
            while (box.find()) {
                if (box.group(2) != null) {
                    topics.put(box.group(1), box.group(2));
                }
            }
        });
        Set<String> arrows = new TreeSet<>();
        for (String line : lines) {
            String[] ends = ARROW.split(line.strip(), -1);
            for (int i = 0; i + 1 < ends.length; i++) {
                for (String from : ends[i].split(" & ", -1)) {
                    for (String to : ends[i + 1].split(" & ", -1)) {
                        add(arrows, name(from, topics), name(to, topics));
                    }
                }
            }
        }
        return arrows;
    }

    private static String name(String box, Map<String, String> topics) {
        Matcher matcher = BOX.matcher(box.strip());
        assertThat(matcher.matches()).as("box \"%s\" of the diagram", box).isTrue();
        return topics.getOrDefault(matcher.group(1), matcher.group(1));
    }

    private static void add(Set<String> arrows, String from, String to) {
        boolean isToStage = STAGES.contains(to);
        boolean isFromStage = STAGES.contains(from);
        if (isToStage || isFromStage) {
            arrows.add(from + " -> " + to);
        }
    }

    /** The same of the topology; what lies between two stages is an arrow from one to the other. */
    private static Set<String> built() {
        TopologyDescription topology = new RankingTopology(
                        TopologyHarness.TOPICS, TopologyHarness.settings(0.001, 1000))
                .build()
                .describe();
        Map<String, String> readerOfInternal = new HashMap<>();
        Set<String> arrows = new TreeSet<>();
        for (Subtopology part : topology.subtopologies()) {
            for (String topic : sources(part)) {
                if (isPublic(topic)) {
                    arrows.add(bare(topic) + " -> " + stage(part));
                } else {
                    readerOfInternal.put(topic, stage(part));
                }
            }
        }
        for (Subtopology part : topology.subtopologies()) {
            for (Node node : part.nodes()) {
                if (node instanceof Sink sink) {
                    String to = isPublic(sink.topic()) ? bare(sink.topic()) : readerOfInternal.get(sink.topic());
                    arrows.add(stage(part) + " -> " + to);
                }
            }
        }
        return arrows;
    }

    private static Set<String> sources(Subtopology part) {
        return part.nodes().stream()
                .filter(Source.class::isInstance)
                .flatMap(node -> ((Source) node).topicSet().stream())
                .collect(toCollection(TreeSet::new));
    }

    private static String stage(Subtopology part) {
        return part.nodes().stream()
                .map(Node::name)
                .filter(STAGES::contains)
                .findAny()
                .orElseThrow();
    }

    private static boolean isPublic(String topic) {
        return Topics.standard().all().contains(topic);
    }

    private static String bare(String topic) {
        return topic.substring(Topics.DEFAULT_PREFIX.length());
    }
}
