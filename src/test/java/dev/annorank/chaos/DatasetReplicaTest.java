package dev.annorank.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Imbalance;
import dev.annorank.model.RankingEpoch.Pruning;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A check that cannot fail proves nothing: each promise is broken here once. */
class DatasetReplicaTest {
    private static final String RATE = "0.5";
    private static final int IMAGES = 200;

    private final DatasetReplica replica = new DatasetReplica("d", 0.01);
    private final RankingIndex index = new RankingIndex();
    private long events;

    /** Images of one class whose scores fall with their number; all of it told in one epoch. */
    private void tellAll(long epoch) {
        for (int i = 0; i < IMAGES; i++) {
            index.upsert("" + i, vector(1000 - i));
        }
        Ranking ranking = index.rank();
        for (int rank = 1; rank <= IMAGES; rank++) {
            replica.image(ranking.image(rank), told(ranking, rank, epoch), epoch);
        }
        replica.classTotals("car", classTotals(epoch), epoch);
    }

    private static ImageVector vector(double sum) {
        return new ImageVector(new String[] {"car"}, new int[] {1}, new double[] {sum});
    }

    private ImageRanking told(Ranking ranking, int rank, long epoch) {
        String image = ranking.image(rank);
        return of(
                image,
                rank,
                rank / (double) IMAGES,
                ranking.isKept(rank, 0.5),
                index.vector(image).sums()[0],
                epoch);
    }

    private static ImageRanking of(String image, int rank, double percentile, boolean kept, double sum, long epoch) {
        SortedMap<String, Boolean> keptAt = new TreeMap<>();
        keptAt.put(RATE, kept);
        SortedMap<String, Double> vector = new TreeMap<>();
        vector.put("car", sum);
        return new ImageRanking("d", image, rank, IMAGES, percentile, 1, keptAt, 1, vector, epoch);
    }

    private ClassTotals classTotals(long epoch) {
        return new ClassTotals("d", "car", IMAGES, IMAGES, index.classSum("car"), 1, 1, epoch);
    }

    private RankingEpoch epoch(long number) {
        return epoch(number, 10, events += 10);
    }

    private RankingEpoch epoch(long number, long reported, long total) {
        Ranking ranking = index.rank();
        SortedMap<String, Pruning> prune = new TreeMap<>();
        prune.put(RATE, new Pruning(ranking.keptCount(0.5), ranking.cutoffScore(0.5), 0, 0, 1));
        return new RankingEpoch(
                "d",
                number,
                Instant.EPOCH,
                index.images(),
                ranking.ranked(),
                IMAGES,
                1,
                new EventCounts(reported, 0, 0),
                new EventCounts(total, 0, 0),
                new Imbalance(0, 1, 1),
                1,
                prune,
                0,
                0);
    }

    @Test
    void shouldFindNothing_whenAllHolds() {
        tellAll(1);
        assertThat(replica.epoch(epoch(1), 1)).isEmpty();
        assertThat(replica.ranking().ranked()).isEqualTo(IMAGES);
    }

    @Test
    void shouldHoldBackALaterEpoch_whenItsRecordsComeFirst() {
        tellAll(1);
        replica.image("0", of("0", IMAGES, 1, false, 1, 2), 2);
        replica.image("1", null, 2);
        replica.classTotals("car", null, 2);
        assertThat(replica.epoch(epoch(1), 1)).isEmpty();
        assertThat(replica.epoch(epoch(2), 2)).isNotEmpty();
    }

    @Test
    void shouldFindAnImage_whenItsPercentileIsTooOld() {
        tellAll(1);
        replica.image("100", of("100", 98, 98 / 200.0, false, 900, 1), 1);
        assertThat(replica.epoch(epoch(1), 1))
                .singleElement()
                .asString()
                .contains("100 has percentile 0.505, told 0.49");
    }

    @Test
    void shouldFindAnImage_whenItsKeptSetIsWrong() {
        tellAll(1);
        replica.image("99", of("99", 100, 0.5, false, 901, 1), 1);
        assertThat(replica.epoch(epoch(1), 1)).singleElement().asString().contains("99 kept at 0.5 is true");
    }

    @Test
    void shouldFindAnImage_whenItIsMissingOrOutlivesItsEnd() {
        tellAll(1);
        replica.image("7", null, 1);
        assertThat(replica.epoch(epoch(1), 1)).anyMatch(found -> found.contains("says 200 images, but 199"));
        tellAll(2);
        index.remove("8");
        assertThat(replica.epoch(epoch(2), 2)).anyMatch(found -> found.contains("says 199 images, but 200"));
    }

    @Test
    void shouldFindAVector_whenItIsSlightlyWrong() {
        tellAll(1);
        replica.image("99", of("99", 100, 0.5, true, 901 + 1e-9, 1), 1);
        assertThat(replica.epoch(epoch(1), 1)).anyMatch(found -> found.contains("cutoff at 0.5"));
    }

    @Test
    void shouldFindClassTotals_whenTheyAreNotTheSumOfTheVectors() {
        tellAll(1);
        index.upsert("0", vector(500));
        replica.classTotals("car", classTotals(1), 1);
        index.upsert("0", vector(1000));
        assertThat(replica.epoch(epoch(1), 1)).anyMatch(found -> found.contains("class car"));
    }

    @Test
    void shouldFindAnEpoch_whenItComesTwice() {
        List<String> found = new ArrayList<>();
        tellAll(1);
        RankingEpoch first = epoch(1);
        found.addAll(replica.epoch(first, 1));
        assertThat(found).isEmpty();
        assertThat(replica.epoch(first, 2)).anyMatch(what -> what.contains("epoch 1 follows epoch 1"));
    }

    @Test
    void shouldFindEvents_whenNoEpochReportsThem() {
        tellAll(1);
        assertThat(replica.epoch(epoch(1, 10, 11), 1))
                .singleElement()
                .asString()
                .contains("events of all epochs are");
    }
}
