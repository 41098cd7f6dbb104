package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.annorank.broker.BrokerLog;
import dev.annorank.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A batch that could not be read is read once it is sound, without a restart. */
@Timeout(120)
class HaltingConsumerTest {
    private static final Duration RETRY_EVERY = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TopicPartition HURT = new TopicPartition("t", 0);
    private static final TopicPartition SOUND = new TopicPartition("t", 1);

    @TempDir
    private Path folder;

    private final UnreadablePartitions unreadable = new UnreadablePartitions();
    private final Logger logger = (Logger) LoggerFactory.getLogger(UnreadablePartitions.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> hurt = new CopyOnWriteArrayList<>();
    private final List<String> sound = new CopyOnWriteArrayList<>();
    private long nowNs = Long.MAX_VALUE - 1_000;
    private EmbeddedBroker broker;

    @BeforeEach
    void damage() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        log.start();
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
        write(HURT, 0, 3);
        write(HURT, 3, 6);
        write(SOUND, 0, 10);
        BrokerLog.flipLastBit(folder.resolve("broker"), HURT);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        logger.setLevel(null);
        broker.close();
    }

    @Test
    void shouldReadOn_whenTheBatchIsSoundAgain() throws Exception {
        try (HaltingConsumer consumer = consumer(Map.of("group.id", "g", "max.poll.records", 2))) {
            consumer.subscribe(List.of("t"));
            poll(consumer, () -> unreadable.count() == 1 && sound.size() == 10);
            assertThat(hurt).isEqualTo(numbers(0, 3));

            BrokerLog.flipLastBit(folder.resolve("broker"), HURT);
            poll(consumer, 20);
            assertThat(unreadable.describe()).as("not yet tried again").isPresent();

            // So many that each poll is full of them.
            write(SOUND, 10, 2_000);
            poll(consumer, () -> sound.size() > 10);
            nowNs += RETRY_EVERY.toNanos();
            poll(consumer, () -> hurt.size() == 6);
            poll(consumer, () -> sound.size() == 2_000);
            assertThat(hurt).isEqualTo(numbers(0, 6));
            assertThat(sound).isEqualTo(numbers(0, 2_000));
            assertThat(unreadable.describe()).isEmpty();
            assertThat(lines())
                    .hasSize(2)
                    .last()
                    .isEqualTo("INFO The topology: topic t partition 0 can be read again; reading goes on");
        }
    }

    @Test
    void shouldHaltAgainWithoutAWord_whileTheBatchIsDamaged() throws Exception {
        try (HaltingConsumer consumer = consumer(Map.of("group.id", "g"))) {
            consumer.subscribe(List.of("t"));
            poll(consumer, () -> unreadable.count() == 1 && sound.size() == 10);
            for (int i = 0; i < 3; i++) {
                nowNs += RETRY_EVERY.toNanos();
                poll(consumer, () -> !consumer.paused().contains(HURT));
                assertThat(unreadable.count()).as("while it is tried again").isEqualTo(1);
                poll(consumer, () -> consumer.paused().contains(HURT));
                assertThat(consumer.position(HURT)).isEqualTo(3);
            }
            assertThat(lines())
                    .singleElement()
                    .asString()
                    .startsWith("ERROR The topology: topic t partition 0 cannot be read at offset 3, ");
            BrokerLog.flipLastBit(folder.resolve("broker"), HURT);
            nowNs += RETRY_EVERY.toNanos();
            poll(consumer, () -> unreadable.count() == 0);
            assertThat(hurt).isEqualTo(numbers(0, 6));
            assertThat(sound).isEqualTo(numbers(0, 10));
        }
    }

    @Test
    void shouldBeReadable_whenTheBatchIsDeletedAndNothingIsLeft() throws Exception {
        try (HaltingConsumer consumer = consumer(Map.of());
                Admin admin = admin()) {
            consumer.assign(List.of(HURT, SOUND));
            poll(consumer, () -> unreadable.count() == 1);
            admin.deleteRecords(Map.of(HURT, RecordsToDelete.beforeOffset(6)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            nowNs += RETRY_EVERY.toNanos();
            poll(consumer, () -> unreadable.count() == 0);
            write(HURT, 6, 8);
            poll(consumer, () -> hurt.size() == 5);
            assertThat(hurt).containsExactly("0", "1", "2", "6", "7");
        }
    }

    @Test
    void shouldLeaveAPartitionPaused_whileItsOwnerHasPausedIt() throws Exception {
        try (HaltingConsumer consumer = consumer(Map.of())) {
            consumer.assign(List.of(HURT, SOUND));
            poll(consumer, () -> unreadable.count() == 1 && sound.size() == 10);
            BrokerLog.flipLastBit(folder.resolve("broker"), HURT);
            consumer.pause(List.of(HURT, SOUND));
            nowNs += RETRY_EVERY.toNanos();
            write(SOUND, 10, 12);
            poll(consumer, 20);
            assertThat(consumer.paused()).containsExactlyInAnyOrder(HURT, SOUND);
            consumer.resume(List.of(HURT));
            poll(consumer, () -> hurt.size() == 6);
            assertThat(sound).hasSize(10);
            assertThat(consumer.paused()).containsExactly(SOUND);
        }
    }

    @Test
    void shouldWorkOnEachRecordOnce_whenATopologyReadsIt() throws Exception {
        StreamsBuilder topology = new StreamsBuilder();
        topology.stream("t", Consumed.with(Serdes.ByteArray(), Serdes.String()))
                .foreach((key, value) -> (new String(key, UTF_8).equals("0") ? hurt : sound).add(value));
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "application.id", "a",
                "bootstrap.servers", broker.bootstrapServers(),
                "state.dir", folder.resolve("streams").toString(),
                "auto.offset.reset", "earliest",
                "processing.guarantee", "exactly_once_v2"));
        HaltingClients clients = new HaltingClients(unreadable, Duration.ofMillis(300));
        try (KafkaStreams streams = new KafkaStreams(topology.build(), settings, clients)) {
            streams.start();
            await().atMost(SOON).until(() -> unreadable.count() == 1 && sound.size() == 10);
            assertThat(hurt).isEqualTo(numbers(0, 3));
            BrokerLog.flipLastBit(folder.resolve("broker"), HURT);
            await().atMost(SOON).until(() -> unreadable.count() == 0 && hurt.size() >= 6);
            write(HURT, 6, 9);
            await().atMost(SOON).until(() -> hurt.size() >= 9);
            assertThat(hurt).isEqualTo(numbers(0, 9));
            assertThat(sound).isEqualTo(numbers(0, 10));
        }
    }

    private HaltingConsumer consumer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        return new HaltingConsumer(settings, unreadable, RETRY_EVERY, () -> nowNs);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private void poll(HaltingConsumer consumer, int times) {
        for (int i = 0; i < times; i++) {
            poll(consumer);
        }
    }

    private void poll(HaltingConsumer consumer, BooleanSupplier until) {
        long deadlineNs = System.nanoTime() + SOON.toNanos();
        while (!until.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("in time").isNegative();
            poll(consumer);
        }
    }

    private void poll(HaltingConsumer consumer) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
            (one.partition() == 0 ? hurt : sound).add(new String(one.value(), UTF_8));
        }
    }

    /** Numbers, in as few batches as they fit in. */
    private void write(TopicPartition to, int from, int end) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 1_000, "batch.size", 1 << 20);
        byte[] key = String.valueOf(to.partition()).getBytes(UTF_8);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (String number : numbers(from, end)) {
                sent.add(producer.send(new ProducerRecord<>(to.topic(), to.partition(), key, number.getBytes(UTF_8))));
            }
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> numbers(int from, int end) {
        return IntStream.range(from, end).mapToObj(String::valueOf).toList();
    }

    private List<String> lines() {
        return new ArrayList<>(log.list)
                .stream()
                        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                        .toList();
    }
}
