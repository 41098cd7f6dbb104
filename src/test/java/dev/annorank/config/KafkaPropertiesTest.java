package dev.annorank.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class KafkaPropertiesTest {
    private static final Set<String> PRODUCER = ProducerConfig.configNames();
    private static final Set<String> CONSUMER = ConsumerConfig.configNames();
    private static final Set<String> ADMIN = AdminClientConfig.configNames();
    private static final Set<String> STREAMS = StreamsConfig.configDef().names();

    @Test
    void shouldKnowWhichKeysBelongToOneClientOnly_whenComparedWithKafkaItself() {
        assertThat(KafkaKeys.STREAMS_ONLY).isEqualTo(minus(STREAMS, PRODUCER, CONSUMER, ADMIN));
        assertThat(KafkaKeys.PRODUCER_ONLY).isEqualTo(minus(PRODUCER, CONSUMER, ADMIN, STREAMS));
        Set<String> consumer = minus(CONSUMER, PRODUCER, ADMIN);
        assertThat(KafkaKeys.CONSUMER_ONLY).isEqualTo(consumer);
        assertThat(KafkaKeys.ADMIN_ONLY).isEqualTo(minus(ADMIN, PRODUCER, CONSUMER, STREAMS));
    }

    @Test
    void shouldKnowEveryKey_whenComparedWithKafkaItself() {
        Set<String> all = new HashSet<>(PRODUCER);
        all.addAll(CONSUMER);
        all.addAll(ADMIN);
        all.addAll(STREAMS);
        assertThat(KafkaKeys.ALL).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void shouldTakeEveryKeyOfKafka_whenLookingForMistypedOnes() {
        Set<String> all = new HashSet<>(PRODUCER);
        all.addAll(CONSUMER);
        all.addAll(ADMIN);
        all.addAll(STREAMS);
        for (String key : all) {
            SettingsBuilder builder = Settings.builder().set(key, "1");
            assertThat(builder.build().kafka()).containsEntry(key, "1");
        }
    }

    @Test
    void shouldConfigureStreams_whenNothingIsSet() {
        StreamsConfig config = new StreamsConfig(of(Map.of()).streams());
        assertThat(config.getString("application.id")).isEqualTo("annorank");
        assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(config.getInt("num.stream.threads"))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.getBoolean("ensure.explicit.internal.resource.naming"))
                .isTrue();
        assertThat(config.getString("state.dir"))
                .isEqualTo(Path.of("data", "streams").toString());
        assertThat(config.getLong("commit.interval.ms")).isEqualTo(50);
        assertThat(config.getProducerConfigs("p"))
                .containsEntry("max.request.size", 33619968)
                .containsEntry("buffer.memory", 67239936L)
                .containsEntry("compression.type", "lz4")
                .containsEntry("transaction.timeout.ms", "10000")
                .doesNotContainKey("http.port");
        assertThat(config.getMainConsumerConfigs("g", "c", 0))
                .containsEntry("max.partition.fetch.bytes", 8454144)
                .containsEntry("topic.max.message.bytes", 33619968);
    }

    @Test
    void shouldLetTheUserWin_whenAKeyIsDerivedToo() {
        KafkaProperties kafka = of(Map.of(
                "max.request.size", "1234567",
                "num.stream.threads", "7",
                "state.dir", "/elsewhere",
                "consumer.isolation.level", "read_uncommitted",
                "topic.max.message.bytes", "5",
                "event.max.bytes", "1024"));
        assertThat(kafka.streams())
                .containsEntry("max.request.size", "1234567")
                .containsEntry("num.stream.threads", "7")
                .containsEntry("state.dir", "/elsewhere")
                .containsEntry("topic.max.message.bytes", "5")
                .containsEntry("max.partition.fetch.bytes", 1 << 20)
                .containsEntry("fetch.max.bytes", 8 << 20);
        assertThat(kafka.consumer()).containsEntry("isolation.level", "read_uncommitted");
        assertThat(kafka.producer())
                .containsEntry("max.request.size", "1234567")
                .containsEntry("buffer.memory", 33554432L);
    }

    @Test
    void shouldConfigureReaders_whenWorkersUseTheStreamsProtocol() {
        KafkaProperties kafka = of(Map.of("group.protocol", "streams"));
        assertThat(new StreamsConfig(kafka.streams()).getString("group.protocol"))
                .isEqualTo("streams");
        assertThat(kafka.consumer()).doesNotContainKey("group.protocol");
    }

    @Test
    void shouldGiveEachClientOnlyWhatBelongs_whenKeysAreMixed() {
        KafkaProperties kafka = of(Map.of(
                "acks", "1",
                "fetch.min.bytes", "2",
                "security.protocol", "SSL",
                "my.plugin.token", "t",
                "producer.linger.ms", "3",
                "producer.acks", "all",
                "consumer.client.id", "c",
                "admin.request.timeout.ms", "4",
                "restore.consumer.fetch.min.bytes", "5"));
        assertThat(kafka.producer())
                .containsEntry("acks", "all")
                .containsEntry("linger.ms", "3")
                .containsEntry("compression.type", "lz4");
        assertThat(kafka.consumer())
                .containsEntry("fetch.min.bytes", "2")
                .containsEntry("client.id", "c")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest");
        assertThat(kafka.admin()).containsEntry("request.timeout.ms", "4");
        assertOnly(kafka.producer(), PRODUCER);
        assertOnly(kafka.consumer(), CONSUMER);
        assertOnly(kafka.admin(), ADMIN);
    }

    private static void assertOnly(Map<String, Object> properties, Set<String> names) {
        assertThat(properties).containsEntry("security.protocol", "SSL").containsEntry("my.plugin.token", "t");
        assertThat(properties).containsEntry("bootstrap.servers", "127.0.0.1:9092");
        properties.remove("my.plugin.token");
        assertThat(names).containsAll(properties.keySet());
    }

    private static KafkaProperties of(Map<String, String> set) {
        SettingsBuilder builder = Settings.builder();
        set.forEach(builder::set);
        return new KafkaProperties(builder.build());
    }

    @SafeVarargs
    private static Set<String> minus(Set<String> from, Set<String>... others) {
        Set<String> left = new HashSet<>(from);
        for (Set<String> other : others) {
            left.removeAll(other);
        }
        return left;
    }
}
