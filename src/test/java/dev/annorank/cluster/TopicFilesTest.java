package dev.annorank.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.annorank.config.Settings;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilesTest {
    private static final Path FOLDER = Path.of("topics");

    @Test
    void shouldBeAKafkaTopicEach_whenKubectlReadsTheFolder() throws IOException {
        Set<String> names = new TreeSet<>();
        Set<String> resources = new TreeSet<>();
        for (Path file : yamlFiles()) {
            JsonNode root = new YAMLMapper().readTree(file.toFile());
            String topic = root.at("/spec/topicName").asText();
            assertThat(root.path("apiVersion").asText()).as(file.toString()).isEqualTo("kafka.strimzi.io/v1");
            assertThat(root.path("kind").asText()).isEqualTo("KafkaTopic");
            assertThat(root.path("metadata").path("labels").has("strimzi.io/cluster"))
                    .isTrue();
            assertThat(root.at("/metadata/name").asText()).isEqualTo(topic.replace('.', '-'));
            assertThat(file.getFileName()).hasToString(topic.substring("annorank.".length()) + ".yaml");
            assertThat(Files.readString(file)).startsWith("# ").contains("# Written by:", "# Read by:");
            names.add(topic);
            resources.add(root.at("/metadata/name").asText());
        }
        assertThat(names).containsExactlyInAnyOrderElementsOf(Topics.standard().all());
        assertThat(resources).hasSize(names.size());
    }

    @Test
    void shouldCarryTheWholeFile_whenLoadedWithThePrefixOfTheFiles() throws IOException {
        List<TopicSpec> specs = load(Topics.standard());
        assertThat(specs)
                .extracting(TopicSpec::name)
                .isEqualTo(Topics.standard().all());
        TopicSpec annotations = specs.get(0);
        assertThat(annotations.partitions()).isEqualTo(6);
        assertThat(annotations.replicas()).isEqualTo(3);
        assertThat(annotations.config())
                .containsEntry(TopicConfig.RETENTION_MS_CONFIG, "-1")
                .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
        assertThat(specs.stream()
                        .filter(spec -> "compact".equals(spec.config().get(TopicConfig.CLEANUP_POLICY_CONFIG)))
                        .map(TopicSpec::name))
                .containsExactly("annorank.instances", "annorank.image-ranking", "annorank.class-totals");
    }

    @Test
    void shouldReplaceThePrefix_whenAnotherIsSet() {
        assertThat(load(new Topics("team-a_1.")))
                .extracting(TopicSpec::name)
                .containsExactly(
                        "team-a_1.annotations",
                        "team-a_1.instance-scores",
                        "team-a_1.instances",
                        "team-a_1.image-ranking",
                        "team-a_1.class-totals",
                        "team-a_1.ranking-epochs",
                        "team-a_1.dead-letters");
        assertThat(load(new Topics("")).get(0).name()).isEqualTo("annotations");
    }

    @Test
    void shouldFitTheDefaultSettings_whenLoadedWithTheirSizes() {
        Settings settings = Settings.defaults();
        List<TopicSpec> sized = TopicFiles.load(Topics.standard(), settings.inputMaxBytes(), settings.outputMaxBytes());
        assertThat(sized).as("the files need no raise").isEqualTo(TopicFiles.load(Topics.standard(), 0, 0));
        assertThat(maxBytes(sized, "annotations")).isEqualTo(settings.inputMaxBytes());
        assertThat(maxBytes(sized, "dead-letters")).isEqualTo(settings.outputMaxBytes());
        assertThat(settings.topicsPrefix()).isEqualTo(Topics.DEFAULT_PREFIX);
    }

    @Test
    void shouldRaiseSizes_whenLongerEventsAreAllowed() {
        List<TopicSpec> sized = TopicFiles.load(Topics.standard(), 100_000_000, 400_000_000);
        assertThat(maxBytes(sized, "annotations")).isEqualTo(100_000_000);
        assertThat(maxBytes(sized, "instance-scores")).isEqualTo(400_000_000);
        assertThat(maxBytes(sized, "image-ranking")).isEqualTo(400_000_000);
        assertThat(sized.get(4).config()).as("class-totals").doesNotContainKey(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    }

    @Test
    void shouldStayWritable_whenReplicasAreFew() {
        TopicSpec spec = load(Topics.standard()).get(0);
        assertThat(spec.withReplicas(1).config()).containsEntry("min.insync.replicas", "1");
        assertThat(spec.withReplicas(2).config()).containsEntry("min.insync.replicas", "1");
        assertThat(spec.withReplicas(5).config()).containsEntry("min.insync.replicas", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/", "ü", "a*"})
    void shouldRefuseThePrefix_whenKafkaWouldRefuseTheName(String prefix) {
        assertThatThrownBy(() -> new Topics(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + prefix + "\"");
    }

    @Test
    void shouldNameTheFile_whenItIsNoKafkaTopic() {
        assertThatThrownBy(() -> TopicFiles.parse("x.yaml", "x", JsonNodeFactory.instance.objectNode()))
                .hasMessageContaining("x.yaml is not a KafkaTopic");
    }

    private static long maxBytes(List<TopicSpec> specs, String shortName) {
        return specs.stream()
                .filter(spec -> spec.name().endsWith(shortName))
                .mapToLong(spec -> Long.parseLong(spec.config().getOrDefault("max.message.bytes", "0")))
                .sum();
    }

    private static List<TopicSpec> load(Topics topics) {
        return TopicFiles.load(topics, 0, 0);
    }

    private static List<Path> yamlFiles() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).collect(Collectors.toList());
        }
    }
}
