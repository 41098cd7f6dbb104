package dev.annorank.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.annorank.cluster.TopicFiles;
import dev.annorank.cluster.TopicSpec;
import dev.annorank.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static final Path FILE = Path.of("topics", "schemas", "asyncapi.yaml");
    private final JsonNode root = read();

    @Test
    void shouldNameEveryTopicAsItsFileDoes_whenChannelsAreListed() {
        List<TopicSpec> specs = TopicFiles.load(Topics.standard(), 0, 0);
        List<JsonNode> channels = new ArrayList<>();
        root.path("channels").forEach(channels::add);
        assertThat(channels).hasSameSizeAs(specs);
        for (int i = 0; i < specs.size(); i++) {
            TopicSpec spec = specs.get(i);
            JsonNode kafka = channels.get(i).at("/bindings/kafka");
            assertThat(channels.get(i).path("address").asText()).isEqualTo(spec.name());
            assertThat(kafka.path("topic").asText()).isEqualTo(spec.name());
            assertThat(kafka.path("partitions").asInt()).as(spec.name()).isEqualTo(spec.partitions());
            assertThat(kafka.path("replicas").asInt()).as(spec.name()).isEqualTo(spec.replicas());
        }
        assertThat(root.path("operations")).as("one operation a channel").hasSameSizeAs(channels);
    }

    @Test
    void shouldLeadSomewhere_whenAReferenceIsFollowed() {
        List<String> references = new ArrayList<>();
        root.findValues("$ref").forEach(reference -> references.add(reference.asText()));
        assertThat(references).hasSize(25);
        for (String reference : references) {
            if (reference.startsWith("#")) {
                assertThat(root.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(FILE.resolveSibling(reference)).exists();
            }
        }
    }

    @Test
    void shouldGiveEveryMessageAKey_whenRead() {
        root.at("/components/messages")
                .forEach(message -> assertThat(
                                message.at("/bindings/kafka/key/description").asText())
                        .as(message.path("name").asText())
                        .isNotEmpty());
    }

    @Test
    void shouldListEveryReason_whenDeadLettersAreDescribed() {
        List<String> listed = new ArrayList<>();
        root.at("/components/messages/deadLetter/headers/properties")
                .path("annorank.reason")
                .path("enum")
                .forEach(reason -> listed.add(reason.asText()));
        assertThat(listed)
                .isEqualTo(Arrays.stream(Reason.values()).map(Reason::code).toList());
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Files.readString(FILE));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
