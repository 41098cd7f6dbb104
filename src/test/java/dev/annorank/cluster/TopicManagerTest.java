package dev.annorank.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicManagerTest {
    private final EmbeddedBroker broker;
    private final Admin admin;

    TopicManagerTest(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder, 0);
        admin = Admin.create(new KafkaProperties(Settings.builder()
                        .set("bootstrap.servers", broker.bootstrapServers())
                        .build())
                .admin());
    }

    @AfterAll
    void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void shouldBeClean_whenAppliedToAnEmptyCluster() {
        TopicManager manager = manager("fresh.", OptionalInt.empty());
        assertThat(manager.check().differences())
                .hasSize(7)
                .contains("topic fresh.annotations is missing", "topic fresh.dead-letters is missing");
        TopicReport applied = manager.apply();
        assertThat(applied.clean()).as("%s", applied.differences()).isTrue();
        assertThat(applied.changes()).hasSize(7).contains("created topic fresh.annotations (6 partitions, 1 replica)");
        assertThat(applied.notes())
                .containsExactly("the cluster has 1 broker, so topics have that many replicas instead of 3");
        assertThat(manager.check().differences()).isEmpty();
        assertThat(manager.apply().changes())
                .as("a second time changes nothing")
                .isEmpty();
    }

    @Test
    void shouldReportThenMend_whenASettingWasChangedAndATopicDeleted() throws Exception {
        TopicManager manager = manager("changed.", OptionalInt.of(1));
        assertThat(manager.apply().notes()).isEmpty();
        new ClusterTopics(admin).set("changed.annotations", Map.of("retention.ms", "1000"));
        admin.deleteTopics(List.of("changed.class-totals")).all().get(30, TimeUnit.SECONDS);
        Awaitility.await()
                .untilAsserted(() -> assertThat(manager.check().differences())
                        .containsExactly(
                                "topic changed.annotations has retention.ms=1000; it should be -1",
                                "topic changed.class-totals is missing"));
        assertThat(manager.apply().changes())
                .containsExactly(
                        "created topic changed.class-totals (1 partition, 1 replica)",
                        "set retention.ms=-1 on topic changed.annotations (was 1000)");
        assertThat(manager.check().clean()).isTrue();
    }

    @Test
    void shouldReportButNotTouch_whenPartitionsDiffer() throws Exception {
        admin.createTopics(List.of(new NewTopic("odd.ranking-epochs", 3, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        TopicManager manager = manager("odd.", OptionalInt.empty());
        assertThat(manager.apply().differences())
                .containsExactly("topic odd.ranking-epochs has 3 partitions; it should have 1");
        assertThat(manager.check().differences()).hasSize(1);
    }

    @Test
    void shouldSayWhatFailed_whenTheClusterRefuses() {
        TopicManager manager = manager("many.", OptionalInt.of(2));
        assertThatThrownBy(manager::apply)
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("cannot create topic many.annotations");
        assertThatThrownBy(() -> manager("many.", OptionalInt.of(0))).hasMessageContaining("replicas is 0");
    }

    private TopicManager manager(String prefix, OptionalInt replicas) {
        return new TopicManager(admin, TopicFiles.load(new Topics(prefix), 0, 0), replicas);
    }
}
