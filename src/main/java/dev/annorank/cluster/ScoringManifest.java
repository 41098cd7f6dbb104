package dev.annorank.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annorank.topic.UnknownFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;

/**
 * What all that is stored under an application id was computed with.
 *
 * @param generation changes whenever everything is computed anew; local state of another generation is worthless
 * @param settings settings that stored state depends on, by their keys
 * @param unfinished the reset that has begun and not ended, for example {@code --all}; empty if there is none
 */
public record ScoringManifest(String generation, SortedMap<String, String> settings, Optional<String> unfinished) {
    /**
     * Of this record and of all that goes with it: a new format of any record or any state is a new one of this, too, so that
     * whoever does not know it stops.
     */
    static final int FORMAT = 1;

    private static final JsonMapper JSON = new JsonMapper();

    public ScoringManifest {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** The same while a reset is under way. */
    public ScoringManifest during(String reset) {
        return new ScoringManifest(generation, settings, Optional.of(reset));
    }

    /** The same with no reset under way. */
    public ScoringManifest finished() {
        return new ScoringManifest(generation, settings, Optional.empty());
    }

    /**
     * One line for each setting that differs; empty if none does. What only one side knows is no difference.
     *
     * @param configured settings by their keys
     */
    public List<String> differences(Map<String, String> configured) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(configured).forEach((key, value) -> {
            String stored = settings.get(key);
            if (stored != null && !stored.equals(value)) {
                lines.add(key + " is " + stored + " in what is stored, but configured as " + value);
            }
        });
        return lines;
    }

    byte[] toJson() {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT).put("generation", generation);
        ObjectNode values = root.putObject("settings");
        settings.forEach(values::put);
        unfinished.ifPresent(reset -> root.put("unfinishedReset", reset));
        try {
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new SerializationException("cannot write " + this, e);
        }
    }

    /**
     * Reads {@link #toJson()} back. Fields it does not know are passed over.
     *
     * @throws UnknownFormatException if a newer annorank wrote it
     * @throws SerializationException if it is no manifest
     */
    static ScoringManifest fromJson(String topic, byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            int format = root == null ? 0 : root.path("format").asInt();
            if (format > FORMAT) {
                throw new UnknownFormatException("what is stored was written by a newer annorank (topic " + topic
                        + " has format " + format + ", this annorank knows " + FORMAT
                        + "). Run the version that wrote it, or a newer one.");
            }
            if (root == null || format < 1 || !root.path("settings").isObject()) {
                throw new SerializationException(
                        "the first record of topic " + topic + " is not what annorank writes there");
            }
            SortedMap<String, String> settings = new TreeMap<>();
            root.path("settings")
                    .properties()
                    .forEach(entry ->
                            settings.put(entry.getKey(), entry.getValue().asText()));
            return new ScoringManifest(
                    root.path("generation").asText(),
                    settings,
                    Optional.ofNullable(root.path("unfinishedReset").textValue()));
        } catch (IOException e) {
            throw new SerializationException(
                    "the first record of topic " + topic + " is not what annorank writes there", e);
        }
    }
}
