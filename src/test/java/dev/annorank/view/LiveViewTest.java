package dev.annorank.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.model.Image;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.InstanceKey;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.Topics;
import dev.annorank.view.ViewState.Phase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LiveViewTest {
    private static final Topics TOPICS = new Topics("v.");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private static void createTopics(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(
                            new NewTopic(TOPICS.imageRanking(), 2, (short) 1),
                            new NewTopic(TOPICS.classTotals(), 1, (short) 1),
                            new NewTopic(TOPICS.rankingEpochs(), 1, (short) 1),
                            new NewTopic(TOPICS.instances(), 2, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** One epoch, in one transaction, with one more image. */
    private static void publish(String bootstrap, long epoch) {
        publish(bootstrap, epoch, (int) epoch);
    }

    /** The same, whose record says that there are so many images. */
    private static void publish(String bootstrap, long epoch, int images) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "transactional.id", "writer");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            String id = Long.toString(epoch);
            ImageRanking image = new ImageRanking(
                    "street", id, 1, 1, 1, 1, new TreeMap<>(), 3, new TreeMap<>(Map.of("car", 1.5)), epoch);
            InstanceDetail instance = new InstanceDetail(
                    "street",
                    Image.of(id, 9, 9),
                    new ScoredInstance("1", "car", false, new ShapeScore(20, 25, 1, 0.8, 1.5)),
                    null,
                    false);
            List<ProducerRecord<byte[], byte[]>> records = List.of(
                    record(
                            TOPICS.rankingEpochs(),
                            epoch,
                            "street",
                            new RankingEpochSerde().serializer().serialize("", Fixtures.epoch(epoch, images, 1, (int)
                                    epoch))),
                    record(
                            TOPICS.imageRanking(),
                            epoch,
                            "street/" + id,
                            new ImageRankingSerde().serializer().serialize("", image)),
                    record(
                            TOPICS.instances(),
                            epoch,
                            new InstanceKey("street", id, "1").toString(),
                            new InstanceDetailSerde().serializer().serialize("", instance)));
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            producer.commitTransaction();
            assertThat(sent).allMatch(Future::isDone);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, long timestamp, String key, byte[] value) {
        return new ProducerRecord<>(topic, null, timestamp, key.getBytes(UTF_8), value, RecordFormat.headers());
    }

    private static LiveView start(Map<String, String> settings, Path folder) {
        return LiveView.start(
                settings,
                TOPICS,
                folder.resolve("view"),
                Clock.fixed(Fixtures.NOON, ZoneOffset.UTC),
                new ForeignRecords());
    }

    private void awaitEpoch(LiveView view, long epoch) {
        await().atMost(SOON)
                .until(() -> view.find("street")
                        .filter(shown -> shown.epoch().epoch() == epoch
                                && shown.ranking().ranked() == epoch)
                        .isPresent());
        await().atMost(SOON).until(() -> view.state().phase() == Phase.LIVE);
    }

    @Test
    void shouldSayWhatItWaitsFor_andRecoverByItself_whenTheBrokerGoesAndComesBack(@TempDir Path folder)
            throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        int port = broker.port();
        String bootstrap = broker.bootstrapServers();
        try (LiveView view = start(Map.of("bootstrap.servers", bootstrap), folder)) {
            view.subscribe(new RankingView.Listener() {
                @Override
                public void snapshot(EpochSnapshot now, Optional<EpochSnapshot> before) {
                    heard.add("epoch " + now.epoch().epoch() + " after "
                            + before.map(one -> one.epoch().epoch()).orElse(0L));
                }

                @Override
                public void state(ViewState now) {
                    heard.add(now.phase().toString());
                }
            });
            await().atMost(SOON).until(() -> view.state().phase() == Phase.WAITING);
            assertThat(view.state().words())
                    .isEqualTo("waiting for topics v.class-totals, v.image-ranking, v.ranking-epochs");
            createTopics(bootstrap);
            publish(bootstrap, 1);
            awaitEpoch(view, 1);
            await().atMost(SOON).until(() -> view.state().behindRecords() == 0);
            assertThat(view.state().words()).isEqualTo("live, 0 records behind");
            assertThat(view.state().lastEpochRead()).contains(Fixtures.NOON);
            assertThat(view.datasets()).containsExactly("street");
            await().atMost(SOON).until(() -> view.instances().isCaughtUp());
            await().atMost(SOON)
                    .until(() -> view.instances().of("street", "1", 5).size() == 1);

            broker.close();
            await().atMost(SOON).until(() -> view.state().phase() == Phase.UNREACHABLE);
            assertThat(view.state().words()).isEqualTo("Kafka does not answer since 12:00:00; showing epoch 1");
            assertThat(view.find("street")).isPresent();

            broker = EmbeddedBroker.start(folder.resolve("broker"), port);
            publish(bootstrap, 2);
            awaitEpoch(view, 2);
            await().atMost(SOON)
                    .until(() -> view.instances().of("street", "2", 5).size() == 1);
            assertThat(heard).contains("epoch 1 after 0", "epoch 2 after 1", "UNREACHABLE");
            long startNanos = System.nanoTime();
            view.close();
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(20));
        } finally {
            broker.close();
        }
    }

    /** Lets reading end by an error that is no exception. */
    public static final class Broken implements ConsumerInterceptor<byte[], byte[]> {
        private static volatile boolean is;

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            if (is) {
                throw new LinkageError("no such class");
            }
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    @Test
    void shouldSayThatItHasStopped_whenReadingEndsByAnError(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            String bootstrap = broker.bootstrapServers();
            createTopics(bootstrap);
            publish(bootstrap, 1);
            Map<String, String> settings =
                    Map.of("bootstrap.servers", bootstrap, "interceptor.classes", Broken.class.getName());
            try (LiveView view = start(settings, folder)) {
                awaitEpoch(view, 1);
                await().atMost(SOON).until(() -> view.instances().isCaughtUp());
                Broken.is = true;
                publish(bootstrap, 2);
                await().dontCatchUncaughtExceptions()
                        .atMost(SOON)
                        .until(() -> view.state().phase() == Phase.FAILED);
                assertThat(view.state().words()).isEqualTo("stopped: java.lang.LinkageError: no such class");
                await().dontCatchUncaughtExceptions()
                        .atMost(SOON)
                        .until(() -> !view.instances().isCaughtUp());
            }
        } finally {
            Broken.is = false;
        }
    }

    @Test
    void shouldNotBeReady_whileTheTopicsAreNotWhatTheEpochSays(@TempDir Path folder) throws Exception {
        List<String> disagreed = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                LiveView view = start(Map.of("bootstrap.servers", broker.bootstrapServers()), folder)) {
            view.subscribe(new RankingView.Listener() {
                @Override
                public void snapshot(EpochSnapshot now, Optional<EpochSnapshot> before) {}

                @Override
                public void state(ViewState now) {}

                @Override
                public void disagreed(String what) {
                    disagreed.add(what);
                }
            });
            createTopics(broker.bootstrapServers());
            publish(broker.bootstrapServers(), 1);
            awaitEpoch(view, 1);
            assertThat(view.trouble()).isEmpty();
            publish(broker.bootstrapServers(), 2, 5);
            await().atMost(SOON).until(() -> view.trouble().isPresent());
            assertThat(view.trouble().get().words())
                    .contains("dataset street has 2 images with 6 instances")
                    .contains("its epoch 2 says 5 with 15, also after reading anew");
            assertThat(view.trouble().get().isForGood()).isFalse();
            assertThat(disagreed).as("before and after reading anew").hasSize(2);
            publish(broker.bootstrapServers(), 3);
            awaitEpoch(view, 3);
            await().atMost(SOON).until(() -> view.trouble().isEmpty());
            assertThat(disagreed).hasSize(2);
        }
    }
}
