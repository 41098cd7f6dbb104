package dev.annorank.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.UnknownFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
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
    private final List<String> heard = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final Listener listener = new Listener();
    private final TopicFollower follower = new TopicFollower(consumer, List.of(IMAGES, CLASSES, EPOCHS), listener);

    @Test
    void shouldFeedAllTopics_andSayWhenItHasCaughtUp() {
        topic(IMAGES, 2, 2);
        topic(CLASSES, 1, 1);
        topic(EPOCHS, 1, 0);
        consumer.schedulePollTask(() -> {
            assertThat(follower.isCaughtUp()).isFalse();
            record(IMAGES, 0, "a", new byte[0]);
            record(IMAGES, 0, "gone", null);
            record(IMAGES, 1, "bad", new byte[0]);
            record(IMAGES, 1, "odd", new byte[0]);
        });
        consumer.schedulePollTask(() -> {
            assertThat(follower.isCaughtUp()).as("a class is still to come").isFalse();
            record(CLASSES, 0, "c", new byte[0]);
        });
        consumer.schedulePollTask(follower::close);

        follower.run();

        assertThat(read).containsExactlyInAnyOrder("a", "gone null", "c");
        assertThat(heard).containsExactly("skipped t.image-ranking-1@0", "skipped t.image-ranking-1@1", "caught up");
        assertThat(follower.isCaughtUp()).isTrue();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldReadAPartition_whenItIsAdded() {
        topic(IMAGES, 1, 1);
        topic(CLASSES, 1, 0);
        topic(EPOCHS, 1, 0);
        consumer.schedulePollTask(() -> {
            record(IMAGES, 0, "a", new byte[0]);
            topic(IMAGES, 2, 1);
        });
        listener.onBehind = () -> {
            if (consumer.assignment().contains(new TopicPartition(IMAGES, 1)) && written.size() == 1) {
                consumer.schedulePollTask(() -> record(IMAGES, 1, "b", new byte[0]));
                consumer.schedulePollTask(follower::close);
            }
        };

        follower.run();

        assertThat(read).containsExactly("a", "b");
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
    void shouldEndWithTheFirstError_whenTheConsumerCannotBeClosedEither() {
        MockConsumer<byte[], byte[]> broken = new MockConsumer<>("earliest") {
            @Override
            public void close(CloseOptions options) {
                throw new KafkaException("cannot be closed");
            }
        };
        broken.updatePartitions(IMAGES, List.of(new PartitionInfo(IMAGES, 0, Node.noNode(), new Node[0], new Node[0])));
        broken.updateBeginningOffsets(Map.of(new TopicPartition(IMAGES, 0), 0L));
        broken.updateEndOffsets(Map.of(new TopicPartition(IMAGES, 0), 0L));
        broken.setPollException(new SaslAuthenticationException("wrong password"));
        assertThatThrownBy(new TopicFollower(broken, List.of(IMAGES), listener)::run)
                .hasMessage("wrong password")
                .hasSuppressedException(new KafkaException("cannot be closed"));
    }

    @Test
    void shouldGoOn_whenARecordOnlySaysThatItIsOfANewerFormat() {
        topic(IMAGES, 1, 2);
        topic(CLASSES, 1, 0);
        topic(EPOCHS, 1, 0);
        consumer.schedulePollTask(() -> {
            ConsumerRecord<byte[], byte[]> foreign = new ConsumerRecord<>(IMAGES, 0, 0, "d/1".getBytes(UTF_8), null);
            foreign.headers().add(RecordFormat.FORMAT, "2".getBytes(UTF_8));
            consumer.addRecord(foreign);
            consumer.addRecord(new ConsumerRecord<>(IMAGES, 0, 1, "d/2".getBytes(UTF_8), new byte[0]));
        });
        listener.onCaughtUp = follower::close;

        follower.run();

        assertThat(heard).containsExactly("skipped t.image-ranking-0@0", "caught up");
        assertThat(read).containsExactly("d/2");
    }

    /** As a consumer does: it fails for as long as it is asked for an offset within the batch. */
    private void damage(int from, int to) {
        if (from < to) {
            consumer.setPollException(new KafkaException("Received exception when fetching the next record from "
                    + IMAGES + "-0. If needed, please seek past the record to continue consumption."));
            consumer.schedulePollTask(() -> damage(from + 1, to));
        } else {
            record(IMAGES, 0, "behind", new byte[0]);
        }
    }

    @Test
    void shouldPassOverADamagedBatch_andSaySo() {
        topic(IMAGES, 1, 5);
        topic(CLASSES, 1, 0);
        topic(EPOCHS, 1, 0);
        consumer.schedulePollTask(() -> record(IMAGES, 0, "before", new byte[0]));
        written.put(new TopicPartition(IMAGES, 0), 0L);
        consumer.schedulePollTask(() -> {
            damage(1, 4);
            written.put(new TopicPartition(IMAGES, 0), 4L);
        });
        listener.onCaughtUp = follower::close;

        follower.run();

        assertThat(read).containsExactly("before", "behind");
        assertThat(heard).containsExactly("damaged t.image-ranking-0@1 to 4", "caught up");
    }

    @Test
    void shouldSaySoAndStop_whenARecordIsOfANewerAnnorankAtWork() {
        listener.newerAtWork = true;
        topic(IMAGES, 1, 2);
        topic(CLASSES, 1, 0);
        topic(EPOCHS, 1, 0);
        consumer.schedulePollTask(() -> {
            record(IMAGES, 0, "d/1", new byte[0]);
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

    private final class Listener implements TopicHandler {
        private boolean newerAtWork;
        private Runnable onMissing = () -> {};
        private Runnable onCaughtUp = () -> {};
        private Runnable onBehind = () -> {};

        @Override
        public void record(ConsumerRecord<byte[], byte[]> one) {
            String key = new String(one.key(), UTF_8);
            if (key.equals("bad")) {
                throw new SerializationException("bad");
            }
            if (key.equals("odd")) {
                throw new ArithmeticException("odd");
            }
            read.add(key + (one.value() == null ? " null" : ""));
        }

        @Override
        public void behind(long records) {
            onBehind.run();
        }

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
        public void damaged(String topic, int partition, long from, long to) {
            heard.add("damaged " + topic + "-" + partition + "@" + from + " to " + to);
        }

        @Override
        public boolean isNewerAtWork() {
            return newerAtWork;
        }

        @Override
        public void refused(String topic, int partition, long offset, String why) {
            heard.add("refused " + topic + "-" + partition + "@" + offset);
        }
    }
}
