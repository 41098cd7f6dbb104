package dev.annorank.stream;

import dev.annorank.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/** How all that the topology keeps for itself is written, for tests elsewhere. */
public final class StateFormats {
    /** New ones go to the end. */
    public static final List<Serde<?>> ALL = List.of(
            StateSerdes.IMAGE_KEY,
            StateSerdes.ANNOTATION_KEY,
            StateSerdes.ANNOTATION_STATE,
            StateSerdes.IMAGE_STATE,
            StateSerdes.CLASS_SUM,
            StateSerdes.VECTOR,
            StateSerdes.PUBLISHED,
            StateSerdes.VECTOR_UPDATE,
            StateSerdes.DATASET_STATE);

    private StateFormats() {}

    /**
     * A key or value that the topology wrote.
     *
     * @param isState whether {@code format} counts in {@link #ALL}; or else in the public topics: image-ranking,
     *     class-totals, ranking-epochs, instances, instance-scores
     */
    public record Written(boolean isState, int format, byte[] bytes) {}

    /** What it writes of a few events. */
    public static List<Written> written() throws IOException {
        Topics topics = TopologyHarness.TOPICS;
        List<String> open = List.of(
                topics.imageRanking(),
                topics.classTotals(),
                topics.rankingEpochs(),
                topics.instances(),
                topics.instanceScores());
        Map<String, Serde<?>> keys = Map.of(
                "images", StateSerdes.IMAGE_KEY,
                "annotations", StateSerdes.ANNOTATION_KEY,
                "image-classes", StateSerdes.ANNOTATION_KEY);
        Map<String, Serde<?>> values = new LinkedHashMap<>();
        values.put("annorank-annotations-changelog", StateSerdes.ANNOTATION_STATE);
        values.put("annorank-images-changelog", StateSerdes.IMAGE_STATE);
        values.put("annorank-image-classes-changelog", StateSerdes.CLASS_SUM);
        values.put("annorank-vectors-changelog", StateSerdes.VECTOR);
        values.put("annorank-published-changelog", StateSerdes.PUBLISHED);
        values.put("annorank-image-vectors-repartition", StateSerdes.VECTOR_UPDATE);
        values.put("annorank-datasets-changelog", StateSerdes.DATASET_STATE);
        List<Written> written = new ArrayList<>();
        Path folder = Files.createTempDirectory("annorank-formats");
        try (TopologyHarness topology = new TopologyHarness(folder)) {
            topology.send(Events.upsert("i1", "a1", "cat", 10, 20, 1));
            topology.send(Events.upsert("i1", "a2", "dog", 30, 20, 2));
            topology.send(new SimStep.Replace("i2", 66, 5, 3).event());
            topology.driver().advanceWallClockTime(Duration.ofMillis(30));
            topology.driver().advanceWallClockTime(Duration.ofSeconds(1));
            for (int i = 0; i < open.size(); i++) {
                int format = i;
                topology.written(open.get(i)).forEach(record -> add(written, false, format, record.value()));
            }
            values.forEach((topic, value) -> topology.written(topic).forEach(record -> {
                add(written, true, ALL.indexOf(value), record.value());
                keys.forEach((store, key) -> {
                    if (topic.equals("annorank-" + store + "-changelog")) {
                        add(written, true, ALL.indexOf(key), record.key());
                    }
                });
            }));
        }
        return written;
    }

    private static void add(List<Written> written, boolean isState, int format, byte[] bytes) {
        if (bytes != null) {
            written.add(new Written(isState, format, bytes));
        }
    }
}
