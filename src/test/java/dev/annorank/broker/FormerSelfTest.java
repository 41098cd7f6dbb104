package dev.annorank.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.PartitionChangeRecord;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.metadata.util.BatchFileReader;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerSelfTest {
    private static final int NO_LEADER = -1;

    @Test
    void shouldLeaveNoLeaders_whenABrokerWasKilledInATransaction(@TempDir Path folder) throws Exception {
        Path logs = folder.resolve("logs");
        assertThat(FormerSelf.isIn(logs)).isFalse();
        Process child = BrokerCrashTest.startChild(folder);
        try {
            String bootstrap = BrokerCrashTest.awaitAddress(child);
            Records.create(bootstrap, "t");
            leaveOpen(bootstrap);
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(FormerSelf.isIn(logs)).isTrue();
        assertThat(leader(logs, "t")).isEqualTo(BrokerConfig.NODE_ID);

        FormerSelf.retire(BrokerConfig.ofController(logs, Ports.free(1)[0]));

        assertThat(leader(logs, "t")).isEqualTo(NO_LEADER);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            Records.send(broker.bootstrapServers(), "t", "after");
            assertThat(Records.read(broker.bootstrapServers(), "t")).contains("after");
        }
    }

    /** One transaction that is neither committed nor aborted. */
    private static void leaveOpen(String bootstrap) throws Exception {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "transactional.id", "x"),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        for (int i : IntStream.range(0, 3).toArray()) {
            producer.send(new ProducerRecord<>("t", "open " + i)).get(30, TimeUnit.SECONDS);
        }
        producer.close(java.time.Duration.ZERO);
    }

    /** Who leads the only partition of a topic, as the metadata on disk says. */
    private static int leader(Path logs, String topic) throws Exception {
        Map<Uuid, Integer> leaders = new TreeMap<>();
        Uuid id = null;
        Path log = logs.resolve("__cluster_metadata-0").resolve("00000000000000000000.log");
        try (BatchFileReader reader =
                new BatchFileReader.Builder().setPath(log.toString()).build()) {
            while (reader.hasNext()) {
                BatchFileReader.BatchAndType next = reader.next();
                if (next.isControl()) {
                    continue;
                }
                for (ApiMessageAndVersion one : next.batch()) {
                    if (one.message() instanceof TopicRecord record
                            && record.name().equals(topic)) {
                        id = record.topicId();
                    } else if (one.message() instanceof PartitionRecord record) {
                        leaders.put(record.topicId(), record.leader());
                    } else if (one.message() instanceof PartitionChangeRecord record && record.leader() >= NO_LEADER) {
                        leaders.put(record.topicId(), record.leader());
                    }
                }
            }
        }
        return leaders.get(id);
    }
}
