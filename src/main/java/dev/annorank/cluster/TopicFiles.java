package dev.annorank.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the specifications from the files in {@code topics/}, which are part of the program: what {@code kubectl apply}
 * would create is what annorank creates.
 */
public final class TopicFiles {
    private static final YAMLMapper YAML = new YAMLMapper();

    private TopicFiles() {}

    /**
     * The seven topics, in the order of {@link Topics#all()}.
     *
     * @param topics whose prefix replaces the one in the files
     * @param inputMaxBytes largest record of {@link Topics#annotations()}, key and headers included; a file that
     *     says less is overruled
     * @param outputMaxBytes the same for what annorank writes
     */
    public static List<TopicSpec> load(Topics topics, long inputMaxBytes, long outputMaxBytes) {
        List<TopicSpec> specs = new ArrayList<>();
        for (String shortName : Topics.SHORT_NAMES) {
            String name = topics.prefix() + shortName;
            long maxBytes = name.equals(topics.annotations()) ? inputMaxBytes : outputMaxBytes;
            specs.add(read(shortName, name).takingAtLeast(maxBytes));
        }
        return List.copyOf(specs);
    }

    private static TopicSpec read(String shortName, String fullName) {
        String file = "/topics/" + shortName + ".yaml";
        try (InputStream in = TopicFiles.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: " + file + " is not on the class path");
            }
            return parse(file, fullName, YAML.readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static TopicSpec parse(String file, String fullName, JsonNode root) {
        if (!root.path("apiVersion").asText().startsWith("kafka.strimzi.io/")
                || !root.path("kind").asText().equals("KafkaTopic")) {
            throw new IllegalStateException(file + " is not a KafkaTopic of kafka.strimzi.io");
        }
        JsonNode spec = root.path("spec");
        Map<String, String> config = new LinkedHashMap<>();
        spec.path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        try {
            return new TopicSpec(
                    fullName,
                    spec.path("partitions").asInt(),
                    spec.path("replicas").asInt(),
                    config);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }
}
