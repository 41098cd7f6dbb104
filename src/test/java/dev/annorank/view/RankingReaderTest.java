package dev.annorank.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A writer emits epochs as the rank stage does, into partitions that a reader sees in any order and with any delay; each
 * epoch that the reader takes must be what the writer held when it announced it, image by image.
 */
@Timeout(120)
class RankingReaderTest {
    private static final Topics TOPICS = Topics.standard();
    private static final String DATASET = "street";
    private static final int PARTITIONS = 3;
    private static final long TICK_MS = 5_000;
    private static final int STEPS = 1_500;

    private final MockConsumer<byte[], byte[]> committed = new MockConsumer<>("earliest");
    private final MockConsumer<byte[], byte[]> all = new MockConsumer<>("earliest");
    private final List<List<ConsumerRecord<byte[], byte[]>>> written = new ArrayList<>();
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final int[] visible = new int[PARTITIONS + 2];
    private final Map<String, Double> held = new TreeMap<>();
    /** What the writer held when it announced an epoch, by the time of that. */
    private final Map<Long, Map<String, Double>> promised = new HashMap<>();

    private final List<WholeEpoch> taken = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private long clock;
    private long nanos;
    private long epoch;
    private boolean isReady = true;
    private int upToDate;

    private final RankingReader reader = new RankingReader(TOPICS, name -> true, all, () -> nanos) {
        @Override
        void announced(RankingEpoch announced) {}

        @Override
        boolean isReady(String dataset) {
            return isReady;
        }

        @Override
        boolean isOld(long timestampMs) {
            return false;
        }

        @Override
        void ready(WholeEpoch whole) {
            taken.add(whole);
        }

        @Override
        void readsAnew(String why) {
            said.add("anew: " + why);
        }

        @Override
        void disagrees(String what, boolean isNew) {
            if (isNew) {
                said.add("disagrees: " + what);
            }
        }

        @Override
        void dropped(String dataset) {
            said.add("dropped: " + dataset);
        }

        @Override
        void upToDate() {
            upToDate++;
        }

        @Override
        void skipped(String key, String why) {
            said.add("skipped: " + key);
        }
    };

    RankingReaderTest() {
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new TopicPartition(TOPICS.imageRanking(), i));
        }
        partitions.add(new TopicPartition(TOPICS.classTotals(), 0));
        partitions.add(new TopicPartition(TOPICS.rankingEpochs(), 0));
        partitions.forEach(one -> {
            written.add(new ArrayList<>());
            committed.updateBeginningOffsets(Map.of(one, 0L));
            PartitionInfo info =
                    new PartitionInfo(one.topic(), one.partition(), Node.noNode(), new Node[0], new Node[0]);
            committed.updatePartitions(one.topic(), List.of(info));
        });
        ends();
    }

    private void ends() {
        for (int i = 0; i < partitions.size(); i++) {
            all.updateEndOffsets(Map.of(partitions.get(i), (long) written.get(i).size()));
            committed.updateEndOffsets(Map.of(partitions.get(i), (long) visible[i]));
        }
    }

    private void assign() {
        committed.assign(partitions);
        committed.seekToBeginning(partitions);
        reader.added(committed, all.endOffsets(partitions));
    }

    private void write(int partition, String key, byte @Nullable [] value) {
        List<ConsumerRecord<byte[], byte[]>> log = written.get(partition);
        TopicPartition its = partitions.get(partition);
        log.add(new ConsumerRecord<>(
                its.topic(),
                its.partition(),
                log.size(),
                clock * TICK_MS,
                TimestampType.CREATE_TIME,
                0,
                0,
                key.getBytes(UTF_8),
                value,
                RecordFormat.headers(),
                Optional.empty()));
        ends();
    }

    private void writeImage(String image, @Nullable Double sum) {
        int partition = Math.floorMod(image.hashCode(), PARTITIONS);
        byte[] value = null;
        if (sum == null) {
            held.remove(image);
        } else {
            held.put(image, sum);
            value = image(DATASET, image, sum, epoch);
        }
        write(partition, DATASET + "/" + image, value);
    }

    private static byte[] image(String dataset, String image, double sum, long epoch) {
        ImageRanking ranking = new ImageRanking(
                dataset, image, 1, 1, 1, 1, new TreeMap<>(), 3, new TreeMap<>(Map.of("car", sum)), epoch);
        return new ImageRankingSerde().serializer().serialize("", ranking);
    }

    private void announce() {
        RankingEpoch record = Fixtures.epoch(epoch, held.size(), 1, (int) clock);
        write(PARTITIONS + 1, DATASET, new RankingEpochSerde().serializer().serialize("", record));
        promised.put(clock, Map.copyOf(held));
    }

    /** Lets the reader see some more of a partition. */
    private void reveal(int partition, int records) {
        // The mock forgets what comes to a paused partition.
        if (!committed.assignment().contains(partitions.get(partition))
                || committed.paused().contains(partitions.get(partition))) {
            return;
        }
        List<ConsumerRecord<byte[], byte[]>> log = written.get(partition);
        int end = Math.min(log.size(), visible[partition] + records);
        for (int i = visible[partition]; i < end; i++) {
            committed.addRecord(log.get(i));
        }
        visible[partition] = end;
        ends();
    }

    private void revealAll() {
        for (int i = 0; i < partitions.size(); i++) {
            reveal(i, written.get(i).size());
        }
    }

    private void poll() {
        if (committed.assignment().isEmpty()) {
            return;
        }
        committed.poll(Duration.ZERO).forEach(reader::record);
        reader.polled(committed);
    }

    private void pollToTheEnd() {
        for (int i = 0; i < 5; i++) {
            revealAll();
            poll();
        }
    }

    private void requireKept(String hint) {
        assertThat(said).as(hint).isEmpty();
        for (WholeEpoch whole : taken) {
            long at = whole.epoch().at().getEpochSecond() - Fixtures.NOON.getEpochSecond();
            Map<String, Double> promise = promised.get(at);
            assertThat(whole.index().images())
                    .as("%s, images of the epoch announced at %d", hint, at)
                    .isEqualTo(promise.size());
            promise.forEach((image, sum) -> assertThat(
                            Objects.requireNonNull(whole.index().vector(image)).sums())
                    .as("%s, %s in the epoch announced at %d", hint, image, at)
                    .containsExactly(sum));
        }
    }

    /** Emits at one tick a part of an epoch. */
    private void tick(Random random) {
        clock++;
        for (int i = random.nextInt(6); i > 0; i--) {
            String image = Integer.toString(random.nextInt(20));
            writeImage(image, random.nextInt(4) == 0 ? null : 1.0 + random.nextInt(1000));
        }
    }

    private void step(Random random) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> tick(random);
            case 3, 4 -> {
                if (epoch == 0) {
                    epoch = 1;
                }
                tick(random);
                announce();
                epoch++;
            }
            case 5 -> {
                if (random.nextInt(12) == 0) {
                    reset();
                }
            }
            case 6 -> isReady = random.nextBoolean();
            case 7, 8, 9 -> reveal(random.nextInt(partitions.size()), 1 + random.nextInt(40));
            default -> poll();
        }
    }

    /** All is taken back, and numbers begin anew. */
    private void reset() {
        clock++;
        for (String image : List.copyOf(held.keySet())) {
            writeImage(image, null);
        }
        epoch = 1;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldTakeExactlyWhatWasAnnounced_inAnyInterleaving(long seed) {
        Random random = new Random(seed);
        epoch = 1;
        // Some history, of which the reader has seen nothing.
        for (int i = random.nextInt(60); i > 0; i--) {
            step(random);
            if (i % 7 == 0) {
                tick(random);
                announce();
                epoch++;
            }
        }
        assign();
        for (int i = 0; i < STEPS; i++) {
            step(random);
        }
        isReady = true;
        tick(random);
        announce();
        pollToTheEnd();
        requireKept("seed " + seed);
        assertThat(taken.size()).as("epochs taken, seed %d", seed).isGreaterThan(5);
        assertThat(taken.get(taken.size() - 1).epoch().at())
                .as("seed %d, the last", seed)
                .isEqualTo(Fixtures.NOON.plusSeconds(clock));
    }

    @Test
    void shouldTakeOnlyTheLast_ofAHistory() {
        for (epoch = 1; epoch <= 50; epoch++) {
            clock++;
            writeImage(Long.toString(epoch), (double) epoch);
            announce();
        }
        assign();
        pollToTheEnd();
        assertThat(taken.size()).isEqualTo(1);
        assertThat(taken.get(0).epochs()).hasSize(50);
        requireKept("history");
        assertThat(upToDate).isPositive();
    }

    @Test
    void shouldCatchUp_whenThereIsNothing() {
        assign();
        poll();
        assertThat(upToDate).isEqualTo(1);
        assertThat(taken).isEmpty();
    }

    /** The record of an epoch of another dataset. */
    private void announce(String dataset, int images, EventCounts totals) {
        RankingEpoch like = Fixtures.epoch(1, images, 0, (int) clock);
        RankingEpoch record = new RankingEpoch(
                dataset,
                1,
                like.at(),
                images,
                images,
                3L * images,
                images,
                totals,
                totals,
                like.imbalance(),
                0,
                new TreeMap<>(),
                0,
                0);
        write(PARTITIONS + 1, dataset, new RankingEpochSerde().serializer().serialize("", record));
    }

    @Test
    void shouldKnowADatasetFromItsFirstImageOn_whateverCameBefore() {
        clock++;
        announce("typo", 0, new EventCounts(1, 1, 2));
        announce("emptied", 1, new EventCounts(6, 0, 2));
        announce("emptied", 0, new EventCounts(7, 0, 2));
        assign();
        pollToTheEnd();
        assertThat(taken).extracting(whole -> whole.epoch().dataset()).containsExactly("emptied");
        assertThat(upToDate).isPositive();
        clock++;
        write(0, "typo/1", image("typo", "1", 5.0, 1));
        announce("typo", 1, new EventCounts(1, 1, 2));
        pollToTheEnd();
        assertThat(taken)
                .extracting(
                        whole -> whole.epoch().dataset(),
                        whole -> whole.epoch().totals().rejected())
                .containsExactly(tuple("emptied", 2L), tuple("typo", 2L));
    }

    private void readAllAnew() {
        Arrays.fill(visible, 0);
        pollToTheEnd();
    }

    @Test
    void shouldDisagree_andShowNothing_whenOfADatasetOnlyTheEpochsAreThere() {
        clock++;
        announce("lost", 4, new EventCounts(12, 0, 0));
        assign();
        pollToTheEnd();
        String what =
                "dataset lost has 0 images with 0 instances in topic image-ranking, but its epoch 1 says 4 with 12"
                        + " (the topic lost them)";
        assertThat(said).containsExactly("anew: " + what);
        readAllAnew();
        assertThat(said).hasSize(2);
        assertThat(said.get(1)).startsWith("disagrees: " + what);
        assertThat(taken).as("no empty ranking in place of four images").isEmpty();
        assertThat(upToDate).isPositive();
        clock++;
        write(0, "lost/1", image("lost", "1", 5.0, 2));
        announce("lost", 1, new EventCounts(13, 0, 0));
        pollToTheEnd();
        assertThat(said.subList(2, said.size())).containsExactly("disagrees: ");
        assertThat(taken).extracting(whole -> whole.epoch().dataset()).containsExactly("lost");
    }

    private void announceLost(String dataset) {
        clock++;
        announce(dataset, 4, new EventCounts(12, 0, 0));
        pollToTheEnd();
    }

    private static String lost(String dataset) {
        return "dataset " + dataset
                + " has 0 images with 0 instances in topic image-ranking, but its epoch 1 says 4 with"
                + " 12 (the topic lost them)";
    }

    @Test
    void shouldReadAnewForEachDataset_andSayOnlyThenThatItDid() {
        String after = ", also after reading anew; annorank reset --all, while no worker runs, computes all anew";
        String before = "; the topics are read anew for it within 10 minutes";
        assign();
        announceLost("first");
        readAllAnew();
        assertThat(said).containsExactly("anew: " + lost("first"), "disagrees: " + lost("first") + after);
        said.clear();
        nanos += TimeUnit.MINUTES.toNanos(9);
        announceLost("second");
        announceLost("third");
        assertThat(said)
                .containsExactly(
                        "disagrees: " + lost("first") + after + "; " + lost("second") + before,
                        "disagrees: " + lost("first") + after + "; " + lost("second") + before + "; " + lost("third")
                                + before);
        said.clear();
        nanos += TimeUnit.MINUTES.toNanos(1);
        pollToTheEnd();
        assertThat(said).as("one reading for both").containsExactly("anew: " + lost("second") + "; " + lost("third"));
        said.clear();
        readAllAnew();
        assertThat(said).hasSize(2);
        assertThat(said.get(1))
                .isEqualTo("disagrees: " + lost("first") + "; " + lost("second") + "; " + lost("third") + after);
        said.clear();
        nanos += TimeUnit.MINUTES.toNanos(30);
        pollToTheEnd();
        assertThat(said).as("not read on and on").isEmpty();
    }

    @Test
    void shouldForgetADatasetThatDisagreed_whenItIsGoneAfterReadingAnew() {
        clock++;
        announce("lost", 4, new EventCounts(12, 0, 0));
        assign();
        pollToTheEnd();
        assertThat(said).hasSize(1);
        // As a reset of all leaves it, but for what comes later.
        written.get(PARTITIONS + 1).clear();
        announce("typo", 0, new EventCounts(1, 1, 2));
        readAllAnew();
        assertThat(said.subList(1, said.size())).containsExactly("dropped: lost");
        assertThat(upToDate).isPositive();
    }

    @Test
    void shouldAskAgain_whenBrokersDoNotSayWherePartitionsEnd() {
        assign();
        poll();
        epoch = 1;
        clock++;
        writeImage("1", 5.0);
        announce();
        reveal(PARTITIONS + 1, 1);
        all.setOffsetsException(new TimeoutException("no broker"));
        assertThatThrownBy(this::poll).isInstanceOf(TimeoutException.class);
        poll();
        assertThat(taken).as("its image is not there yet").isEmpty();
        pollToTheEnd();
        assertThat(taken.size()).isEqualTo(1);
        requireKept("asked again");
    }

    /** Lets the reader see all but one record, as if that had been lost on the way. */
    private void revealAllBut(String key) {
        for (int i = 0; i < partitions.size(); i++) {
            List<ConsumerRecord<byte[], byte[]>> log = written.get(i);
            for (ConsumerRecord<byte[], byte[]> one : log.subList(visible[i], log.size())) {
                if (!new String(one.key(), UTF_8).equals(key)) {
                    committed.addRecord(one);
                }
            }
            visible[i] = log.size();
        }
        ends();
    }

    private void labelFour() {
        assign();
        poll();
        epoch = 1;
        clock++;
        writeImage("1", 5.0);
        writeImage("2", 6.0);
        writeImage("3", 7.0);
        // In the partition of the second: where that is lost, reading goes on behind it.
        writeImage("5", 8.0);
        announce();
    }

    @Test
    void shouldReadAnewAndBeRightAgain_whenARecordWasLostOnTheWay() {
        labelFour();
        revealAllBut(DATASET + "/2");
        for (int i = 0; i < 5; i++) {
            poll();
        }
        assertThat(taken).as("what is known to be wrong is not shown").isEmpty();
        assertThat(said)
                .containsExactly(
                        "anew: dataset street has 3 images with 9 instances in topic image-ranking, but its epoch 1"
                                + " says 4 with 12");
        said.clear();
        int before = upToDate;
        Arrays.fill(visible, 0);
        pollToTheEnd();
        assertThat(upToDate).isGreaterThan(before);
        assertThat(taken).hasSize(1);
        requireKept("read anew");
    }

    @Test
    void shouldSayWhatDisagrees_andNotReadOnAndOn_whenItIsTheTopicThatDisagrees() {
        labelFour();
        String lost = DATASET + "/2";
        revealAllBut(lost);
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 5; i++) {
                poll();
            }
            if (round == 0) {
                Arrays.fill(visible, 0);
                revealEpochs();
                poll();
                revealAllBut(lost);
            }
        }
        assertThat(said).hasSize(2);
        assertThat(said.get(1)).startsWith("disagrees: dataset street has 3 images");
        assertThat(taken).as("it is shown all the same").hasSize(1);
        assertThat(taken.get(0).index().images()).isEqualTo(3);
        clock++;
        epoch++;
        writeImage("3", 9.0);
        announce();
        pollToTheEnd();
        assertThat(said).as("it is said once").hasSize(2);
        clock++;
        epoch++;
        writeImage("2", 6.0);
        announce();
        pollToTheEnd();
        assertThat(said.get(2)).isEqualTo("disagrees: ");
        assertThat(taken).hasSize(3);
    }

    private void revealEpochs() {
        reveal(PARTITIONS + 1, 1);
    }

    @Test
    void shouldSayNothing_whenWhatIsMissingWasOvertakenByALaterEpoch() {
        labelFour();
        clock++;
        epoch++;
        writeImage("2", 8.0);
        // The former record of the image has been compacted away, and the later epoch is not announced yet.
        written.forEach(log ->
                log.removeIf(one -> one.timestamp() == TICK_MS && new String(one.key(), UTF_8).equals(DATASET + "/2")));
        revealAllBut("");
        for (int i = 0; i < 5; i++) {
            poll();
        }
        assertThat(said).isEmpty();
        announce();
        pollToTheEnd();
        assertThat(said).isEmpty();
        assertThat(taken.get(taken.size() - 1).index().images()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PARTITIONS, PARTITIONS + 1})
    void shouldRefuseARecord_whoseKeyIsOfAnother(int partition) {
        RankingEpoch its = Fixtures.epoch(1, 1, 1, 1);
        ClassTotals totals = new ClassTotals(DATASET, "car", 1, 1, 1.5, 1.5, 1, 1);
        byte[] value = partition < PARTITIONS
                ? image(DATASET, "1", 1.5, 1)
                : partition == PARTITIONS
                        ? new ClassTotalsSerde().serializer().serialize("", totals)
                        : new RankingEpochSerde().serializer().serialize("", its);
        write(partition, "other/2", value);
        assertThatThrownBy(() -> reader.record(written.get(partition).get(0)))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("key is \"other/2\", value is of \"street");
    }

    @Test
    void shouldRefuseAnEpoch_whoseNumbersAreImpossible() {
        RankingEpoch its = Fixtures.epoch(1, -1, 1, 1);
        write(PARTITIONS + 1, DATASET, new RankingEpochSerde().serializer().serialize("", its));
        assertThatThrownBy(() -> reader.record(written.get(PARTITIONS + 1).get(0)))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void shouldRefuseAnEpoch_thatAnnorankDidNotWrite() {
        announce("phantom", 4, new EventCounts(12, 0, 0));
        ConsumerRecord<byte[], byte[]> ours = written.get(PARTITIONS + 1).get(0);
        ConsumerRecord<byte[], byte[]> foreign =
                new ConsumerRecord<>(ours.topic(), ours.partition(), ours.offset(), ours.key(), ours.value());
        assertThatThrownBy(() -> reader.record(foreign))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("no header annorank.format");
    }
}
