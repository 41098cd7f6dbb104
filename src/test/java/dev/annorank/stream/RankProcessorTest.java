package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.PublishPolicy;
import dev.annorank.state.ImageLimits;
import dev.annorank.stream.RankResult.OfEpoch;
import dev.annorank.stream.RankResult.OfImage;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.ForeignRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class RankProcessorTest {
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private final MockProcessorContext<String, RankResult> context = new MockProcessorContext<>();
    private ImageLimits limits = TopologyHarness.LIMITS;
    private EpochTimes epochTimes = EpochTimes.UNKNOWN;
    private OversizedImages oversized = new OversizedImages(limits);

    @Test
    void shouldCommit_whenAnEpochIsWhole() {
        RankProcessor rank = start(1);
        label(rank, "1", 1);
        label(rank, "2", 1.5);

        tick(0);
        assertThat(context.committed()).isFalse();
        assertThat(epochs()).isZero();

        tick(10);
        assertThat(context.committed()).isTrue();
        assertThat(epochs()).isOne();
    }

    @Test
    void shouldCommitWhatIsNew_whenManyOthersMove() {
        RankProcessor rank = startWith(2000);
        context.resetForwards();
        context.resetCommit();
        for (int i = 2000; i < 2100; i++) {
            label(rank, String.valueOf(i), 0.5);
        }
        tick(10);
        assertThat(context.committed()).isTrue();
        assertThat(images()).hasSize(100).allMatch(image -> Integer.parseInt(image) >= 2000);
        assertThat(epochs()).isZero();

        context.resetForwards();
        context.resetCommit();
        tick(20);
        assertThat(context.committed()).isTrue();
        assertThat(images()).hasSizeGreaterThan(1000).allMatch(image -> Integer.parseInt(image) < 2000);
        assertThat(epochs()).isOne();
    }

    @Test
    void shouldTellAllAtOnce_whenFewMove() {
        RankProcessor rank = startWith(500);
        context.resetForwards();
        label(rank, "500", 0.5);
        tick(10);
        assertThat(images()).contains("500").hasSizeGreaterThan(100);
        assertThat(epochs()).isOne();
    }

    @Test
    void shouldRankLessOften_whenTheDatasetIsLarge() {
        RankProcessor rank = startWith(40_000);
        assertThat(epochs()).isOne();

        label(rank, "1", 2);
        tick(10);
        assertThat(epochs()).isOne();
        tick(20);
        assertThat(epochs()).isEqualTo(2);
    }

    @Test
    void shouldRankOnceAnInterval_whenTheDatasetIsSmall() {
        RankProcessor rank = start(1_000_000);
        label(rank, "1", 1);
        tick(0);
        label(rank, "1", 2);
        tick(9);
        assertThat(epochs()).isOne();
        tick(10);
        assertThat(epochs()).isEqualTo(2);
    }

    @Test
    void shouldPublishEveryKeptSetAnew_whenTheFirstEpochOfOtherPruneRatesIsCutShort() {
        RankProcessor rank = start(3, 0.2, 0.5);
        labelTen(rank);
        publishAll();
        rank.close();

        rank = restart(3, 0.3, 0.6);
        tick(1000);
        assertThat(images()).hasSize(3);
        rank.close();

        rank = restart(3, 0.3, 0.6);
        publishAll();
        assertThat(images()).hasSize(10).doesNotHaveDuplicates();
        assertThat(rankings())
                .allSatisfy(image -> assertThat(image.kept())
                        .containsExactly(Map.entry("0.3", image.rank() <= 7), Map.entry("0.6", image.rank() <= 4)));
        rank.close();

        restart(3, 0.3, 0.6);
        publishAll();
        assertThat(images()).as("all of them are published").isEmpty();
    }

    @Test
    void shouldNotPublishAgain_whenTheVeryFirstEpochIsCutShort() {
        RankProcessor rank = start(3);
        labelTen(rank);
        tick(0);
        assertThat(images()).hasSize(3);
        rank.close();

        restart(3, 0.5);
        publishAll();
        assertThat(images()).hasSize(7);
    }

    @Test
    void shouldNotGoBackInTime_whenTheNextClockIsBehind() {
        RankProcessor rank = start(3);
        labelTen(rank);
        tick(100_000);
        tick(100_010);
        assertThat(times()).containsOnly(100_000L, 100_010L);
        rank.close();

        rank = restart(3, 0.5);
        tick(40_000);
        tick(40_010);
        assertThat(epochs()).isOne();
        assertThat(times()).containsOnly(100_011L);

        context.resetForwards();
        label(rank, "1", 3);
        tick(41_000);
        assertThat(epochs()).isOne();
        assertThat(times()).as("the next epoch is later").containsOnly(100_012L);

        context.resetForwards();
        label(rank, "1", 4);
        tick(200_000);
        assertThat(times()).containsOnly(200_000L);
    }

    @Test
    void shouldFollowTheClock_whenTheFormerOneWasHoursAhead() {
        RankProcessor rank = start(3);
        label(rank, "1", 1);
        tick(10_000_000);
        rank.close();

        rank = restart(3, 0.5);
        label(rank, "2", 1);
        tick(1000);
        assertThat(times()).containsOnly(1000L);
    }

    @Test
    void shouldLeaveAnImageOutAndGoOn_whenItsRecordWouldBeTooLarge() {
        RankProcessor rank = start(1000);
        label(rank, "1", 1);
        label(rank, "2", 2);
        label(rank, "wide", "a class with a long name", 3);
        tick(0);
        assertThat(images()).containsExactlyInAnyOrder("1", "2", "wide");
        rank.close();

        limits = new ImageLimits(200_000, 10_000, 1 << 20, 80);
        rank = restart(1000, 0.5);
        label(rank, "2", 1.5);
        label(rank, "3", "another class of such length", 1);
        tick(1000);
        tick(2000);
        assertThat(images()).containsExactlyInAnyOrder("2", "wide gone");
        assertThat(epochs()).isPositive();
        assertThat(oversized.count()).isEqualTo(2);
        assertThat(oversized.describe())
                .contains("left out of the ranking, too wide for a record: image 3 of dataset d"
                        + " (98 bytes) and 1 more");

        label(rank, "3", 1);
        assertThat(oversized.count()).isEqualTo(1);
        rank.close();
        assertThat(oversized.count()).isZero();

        limits = TopologyHarness.LIMITS;
        restart(1000, 0.5);
        tick(10_000);
        assertThat(images()).as("what was kept fits again").contains("wide", "3");
    }

    @Test
    void shouldLeaveAnImageOut_whenKafkaRefusedItsRecord() {
        RankProcessor rank = start(1000);
        label(rank, "1", 1);
        label(rank, "2", 2);
        oversized.refused("annorank.image-ranking", "d/2", 9000);
        label(rank, "2", "c".repeat(500), 2.5);
        tick(0);
        assertThat(images()).containsExactly("1");
        assertThat(oversized.count()).isOne();

        context.resetForwards();
        label(rank, "2", 2.5);
        tick(1000);
        assertThat(images()).as("smaller now").contains("2");
        assertThat(oversized.count()).isZero();
    }

    private List<String> images() {
        return context.forwarded().stream()
                .map(forward -> forward.record())
                .filter(record -> record.value() instanceof OfImage)
                .map(record -> record.key().substring("d/".length())
                        + (((OfImage) record.value()).ranking() == null ? " gone" : ""))
                .toList();
    }

    private RankProcessor start(int publishChunk) {
        return start(publishChunk, 0.5);
    }

    private RankProcessor start(int publishChunk, double... pruneRates) {
        addStore(RankingTopology.VECTORS_STORE, StateSerdes.VECTOR);
        addStore(RankingTopology.PUBLISHED_STORE, StateSerdes.PUBLISHED);
        addStore(RankingTopology.CLASSES_STORE, new ClassTotalsSerde());
        addStore(RankingTopology.DATASETS_STORE, StateSerdes.DATASET_STATE);
        return restart(publishChunk, pruneRates);
    }

    /** Another processor on the same stores. */
    private RankProcessor restart(int publishChunk, double... pruneRates) {
        context.resetForwards();
        PipelineSettings settings =
                TopologyHarness.settings(new PublishPolicy(0.001, pruneRates), INTERVAL, 1, publishChunk, limits);
        oversized = new OversizedImages(limits);
        RankProcessor rank =
                new RankProcessor(settings, PipelineListener.NONE, oversized, new ForeignRecords(), epochTimes);
        rank.init(context);
        return rank;
    }

    /** Starts, and tells the first epoch, of images that are named and ranked by number, the last first. */
    private RankProcessor startWith(int images) {
        RankProcessor rank = start(1_000_000);
        for (int i = 0; i < images; i++) {
            label(rank, String.valueOf(i), 1 + i / 1e5);
        }
        tick(0);
        return rank;
    }

    private void addStore(String name, Serde<?> values) {
        MockStage.addStore(context, name, Serdes.String(), values);
    }

    /** Images that are named by number, the last the best. */
    private static void labelTen(RankProcessor rank) {
        for (int i = 0; i < 10; i++) {
            label(rank, String.valueOf(i), 1 + i);
        }
    }

    private static void label(RankProcessor rank, String image, double siScs) {
        label(rank, image, "cat", siScs);
    }

    private static void label(RankProcessor rank, String image, String category, double siScs) {
        ImageVector vector = new ImageVector(new String[] {category}, new int[] {1}, new double[] {siScs});
        rank.process(new Record<>("d/" + image, new VectorUpdate(vector, EventCounts.ONE_APPLIED), 0));
    }

    private void tick(long nowMs) {
        MockStage.tick(context, nowMs);
    }

    private void publishAll() {
        for (int i = 0; i < 100 && epochs() == 0; i++) {
            tick(2000 + 10 * i);
        }
    }

    private List<Long> times() {
        return context.forwarded().stream()
                .map(forward -> forward.record().timestamp())
                .toList();
    }

    private List<ImageRanking> rankings() {
        return context.forwarded().stream()
                .map(forward -> forward.record().value())
                .filter(OfImage.class::isInstance)
                .map(result -> ((OfImage) result).ranking())
                .toList();
    }

    private long epochs() {
        return context.forwarded().stream()
                .filter(forward -> forward.record().value() instanceof OfEpoch)
                .count();
    }

    @Test
    void shouldPublishAnEpoch_whenReadersNoLongerFindTheLast() {
        RankProcessor rank = start(1_000_000);
        label(rank, "1", 1);
        tick(5_000);
        rank.close();

        epochTimes = new EpochTimes(Long.MAX_VALUE, -1, 6_000);
        requireOneEpoch(10_000);
        epochTimes = new EpochTimes(11_000, 15_000, 19_000);
        requireOneEpoch(20_000);
        epochTimes = new EpochTimes(1_000, 19_000, 29_000);
        requireOneEpoch(30_000);
    }

    /** A worker that takes over publishes it, and no other one after it. */
    private void requireOneEpoch(long nowMs) {
        RankProcessor rank = restart(1_000_000, 0.5);
        tick(nowMs);
        assertThat(epochs()).isOne();
        assertThat(images()).as("they are published").isEmpty();
        tick(nowMs + 1_000);
        assertThat(epochs()).isOne();
        rank.close();
        rank = restart(1_000_000, 0.5);
        tick(nowMs + 2_000);
        assertThat(context.forwarded()).as("a task that begins again").isEmpty();
        rank.close();
    }

    @Test
    void shouldPublishNoEpoch_whenReadersFindTheLastOrItIsLaterThanTheLook() {
        RankProcessor rank = startWith(3);
        label(rank, "1", 2);
        tick(5_000);
        rank.close();
        for (EpochTimes held : List.of(
                new EpochTimes(5_000, 5_000, 6_000),
                new EpochTimes(1_000, 9_000, 9_000),
                new EpochTimes(Long.MAX_VALUE, -1, 4_000))) {
            epochTimes = held;
            rank = restart(1_000_000, 0.5);
            tick(10_000);
            assertThat(context.forwarded()).as(held.toString()).isEmpty();
            rank.close();
        }
    }

    @Test
    void shouldPublishNoEpoch_whenNoImageIsLeftOfADatasetWhoseLastIsLost() {
        RankProcessor rank = start(1_000_000);
        label(rank, "1", 1);
        tick(5_000);
        rank.process(new Record<>("d/1", new VectorUpdate(ImageVector.EMPTY, EventCounts.ONE_APPLIED), 0));
        tick(6_000);
        rank.close();
        epochTimes = new EpochTimes(Long.MAX_VALUE, -1, 7_000);
        restart(1_000_000, 0.5);
        tick(10_000);
        assertThat(context.forwarded()).isEmpty();
    }

    @Test
    void shouldPublishNoEpoch_whenNothingHasChangedSinceTheLast() {
        RankProcessor rank = startWith(3);
        rank.close();
        RankProcessor next = restart(1_000_000, 0.5);
        tick(INTERVAL.toMillis());
        assertThat(context.forwarded()).as("a worker that takes over").isEmpty();
        next.process(new Record<>("d/", new VectorUpdate(null, EventCounts.ONE_REJECTED), 0));
        tick(3 * INTERVAL.toMillis());
        assertThat(context.forwarded())
                .as("what came to nothing is accounted for")
                .hasSize(1);
        assertThat(((OfEpoch) context.forwarded().get(0).record().value())
                        .epoch()
                        .events())
                .isEqualTo(EventCounts.ONE_REJECTED);
    }
}
