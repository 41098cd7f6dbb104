package dev.annorank.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.ImageRanking;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.UnknownFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicFollowerTest {
    private static final String IMAGES = "t.image-ranking";
    private static final String CLASSES = "t.class-totals";
    private static final String EPOCHS = "t.ranking-epochs";

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> written = new HashMap<>();
    private final DatasetViews views = DatasetViews.ofAll();
    private final List<String> heard = new ArrayList<>();
    private final Listener listener = new Listener();
    private final TopicFollower follower = new TopicFollower(consumer, IMAGES, CLASSES, EPOCHS, views, listener);

    @Test
    void shouldFeedAllThreeTopics_andSayWhenItHasCaughtUp() {
        topic(IMAGES, 2, 4);
        topic(CLASSES, 1, 1);
        topic(EPOCHS, 1, 1);
        consumer.schedulePollTask(() -> {
            assertThat(follower.isCaughtUp()).isFalse();
            record(IMAGES, 0, "street/1", image("1", 1, 2));
            record(IMAGES, 0, "street/a/b", image("a/b", 2, 2));
            record(IMAGES, 0, "street/gone", null);
            record(IMAGES, 0, "street/gone", null);
            record(IMAGES, 1, "street/1", image("1", 1, 2));
            record(IMAGES, 1, "no slash", image("1", 1, 2));
            record(IMAGES, 1, "street/2", "not json".getBytes(UTF_8));
            ImageRanking tiny = Fixtures.stale("3", Map.of("car", 1e-300));
            record(IMAGES, 1, "street/3", new ImageRankingSerde().serializer().serialize(IMAGES, tiny));
            record(
                    CLASSES,
                    0,
                    "street/traffic sign",
                    new ClassTotalsSerde().serializer().serialize(CLASSES, Fixtures.totals("traffic sign", 5)));
        });
        consumer.schedulePollTask(() -> {
            assertThat(follower.isCaughtUp()).as("an epoch is still to come").isFalse();
            record(
                    EPOCHS,
                    0,
                    "street",
                    new RankingEpochSerde().serializer().serialize(EPOCHS, Fixtures.epoch(7, 2, 5, 0)));
        });
        consumer.schedulePollTask(follower::close);

        follower.run();

        DatasetSnapshot snapshot = views.find("street").orElseThrow().snapshot(10, 5, 8);
        assertThat(snapshot.top()).extracting(RankedImage::image).containsExactly("1", "a/b");
        assertThat(snapshot.classes()).containsExactly(Fixtures.totals("traffic sign", 5));
        assertThat(snapshot.epoch()).contains(Fixtures.epoch(7, 2, 5, 0));
        assertThat(heard)
                .containsExactly(
                        "skipped t.image-ranking-1@1",
                        "skipped t.image-ranking-1@2",
                        "skipped t.image-ranking-1@3",
                        "caught up");
        assertThat(follower.isCaughtUp()).isTrue();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldWaitForTopics_whenTheyComeLater() {
        topic(IMAGES, 1, 0);
        listener.onMissing = () -> {
            topic(CLASSES, 1, 0);
            topic(EPOCHS, 1, 0);
            listener.onMissing = () -> {};
        };
        listener.onCaughtUp = follower::close;

        follower.run();

        assertThat(heard).containsExactly("missing [t.class-totals, t.ranking-epochs]", "missing []", "caught up");
    }

    @Test
    void shouldGoOn_whenBrokersWereAway() {
        topic(IMAGES, 1, 0);
        topic(CLASSES, 1, 0);
        topic(EPOCHS, 1, 0);
        consumer.setOffsetsException(new TimeoutException("no broker"));
        listener.onCaughtUp = follower::close;

        follower.run();

        assertThat(heard).containsExactly("unreachable no broker", "reachable", "caught up");
    }

    @Test
    void shouldEndWithTheError_whenWaitingCannotMendIt() {
        topic(IMAGES, 1, 0);
        consumer.setPollException(new SaslAuthenticationException("wrong password"));
        assertThatThrownBy(follower::run).hasMessage("wrong password");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldSaySoAndStop_whenARecordIsOfANewerFormat() {
        topic(IMAGES, 1, 2);
        topic(CLASSES, 1, 0);
        topic(EPOCHS, 1, 0);
        consumer.schedulePollTask(() -> {
            record(IMAGES, 0, "d/1", image("1", 1, 1));
            ConsumerRecord<byte[], byte[]> tombstone = new ConsumerRecord<>(IMAGES, 0, 1, "d/1".getBytes(UTF_8), null);
            tombstone.headers().add(RecordFormat.FORMAT, "2".getBytes(UTF_8));
            consumer.addRecord(tombstone);
        });

        assertThatThrownBy(follower::run)
                .isInstanceOf(UnknownFormatException.class)
                .hasMessageContaining("a record in topic t.image-ranking has format 2; this annorank reads format 1");

        assertThat(heard).containsExactly("refused t.image-ranking-0@1");
        assertThat(consumer.closed()).isTrue();
    }

    private void topic(String name, int partitions, long end) {
        List<PartitionInfo> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new PartitionInfo(name, i, Node.noNode(), new Node[0], new Node[0]));
            TopicPartition one = new TopicPartition(name, i);
            consumer.updateBeginningOffsets(Map.of(one, 0L));
            consumer.updateEndOffsets(Map.of(one, end));
        }
        consumer.updatePartitions(name, all);
    }

    private void record(String topic, int partition, String key, byte @Nullable [] value) {
        long offset = written.merge(new TopicPartition(topic, partition), 1L, Long::sum) - 1;
        consumer.addRecord(new ConsumerRecord<>(topic, partition, offset, key.getBytes(UTF_8), value));
    }

    private static byte[] image(String id, int rank, int of) {
        return new ImageRankingSerde().serializer().serialize(IMAGES, Fixtures.ranking(id, rank, of));
    }

    private final class Listener implements FollowerListener {
        private Runnable onMissing = () -> {};
        private Runnable onCaughtUp = () -> {};

        @Override
        public void missing(Set<String> topics) {
            heard.add("missing " + topics);
            onMissing.run();
        }

        @Override
        public void caughtUp() {
            heard.add("caught up");
            onCaughtUp.run();
        }

        @Override
        public void unreachable(String why) {
            heard.add("unreachable " + why);
        }

        @Override
        public void reachable() {
            heard.add("reachable");
        }

        @Override
        public void skipped(String topic, int partition, long offset, String why) {
            heard.add("skipped " + topic + "-" + partition + "@" + offset);
        }

        @Override
        public void refused(String topic, int partition, long offset, String why) {
            heard.add("refused " + topic + "-" + partition + "@" + offset);
        }
    }
}
