package dev.annorank.view;

import static dev.annorank.view.Fixtures.epoch;
import static dev.annorank.view.Fixtures.ranking;
import static dev.annorank.view.Fixtures.stale;
import static dev.annorank.view.Fixtures.totals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Pruning;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One dataset, record by record. Times are in units that are longer than clocks differ. */
class DatasetBookTest {
    private static final long UNIT_MS = 10_000;

    private final DatasetBook book = new DatasetBook("street");

    private void read(String id, ImageRanking ranking, long time) {
        book.image(id, ranking, time * UNIT_MS);
    }

    private static ImageRanking image(String id, long epoch, double sum) {
        return new ImageRanking("street", id, 1, 1, 1, 1, new TreeMap<>(), 3, new TreeMap<>(Map.of("car", sum)), epoch);
    }

    private void announce(long number, long timestamp) {
        book.epoch(epoch(number, 1, 1, (int) timestamp), timestamp * UNIT_MS);
    }

    /** All that was announced is whole now. */
    private WholeEpoch whole() {
        book.aim((image, e) -> {
            throw e;
        });
        book.whole();
        assertThat(book.canTake()).isTrue();
        return book.take();
    }

    private static double sum(WholeEpoch epoch, String image) {
        return epoch.index().vector(image) == null
                ? 0
                : epoch.index().vector(image).sums()[0];
    }

    @Test
    void shouldShowNothing_whenAnEpochIsNotWhole() {
        read("1", image("1", 1, 4), 1);
        assertThat(book.canAim()).isFalse();
        announce(1, 1);
        assertThat(book.canAim()).isTrue();
        book.aim((image, e) -> {});
        assertThat(book.canAim()).isFalse();
        assertThat(book.canTake()).isFalse();
        read("2", image("2", 1, 4), 1);
        book.whole();
        assertThat(book.canTake()).isTrue();
        assertThat(book.take().index().images()).isEqualTo(2);
        assertThat(book.canTake()).isFalse();
    }

    @Test
    void shouldShowWhatIsThere_whenItsEpochsWereDeletedForTheirAge() {
        read("1", image("1", 7, 4), 1);
        read("2", image("2", 8, 5), 2);
        read("gone", null, 2);
        book.classTotals("car", totals("car", 6), 2 * UNIT_MS);
        book.announceUntold(time -> false);
        assertThat(book.canAim()).isFalse();
        book.announceUntold(time -> time == 2 * UNIT_MS);
        WholeEpoch shown = whole();
        assertThat(shown.epoch().epoch()).isEqualTo(8);
        assertThat(shown.epoch().images()).isEqualTo(2);
        assertThat(shown.epoch().instances()).isEqualTo(6);
        assertThat(sum(shown, "1")).isEqualTo(4);
        announce(9, 3);
        book.announceUntold(time -> true);
        assertThat(whole().epoch().epoch()).isEqualTo(9);
    }

    @Test
    void shouldLetLaterEpochsWait_whenTheyAreReadFirst() {
        announce(1, 1);
        read("1", image("1", 2, 9), 2);
        read("2", null, 2);
        read("2", image("2", 1, 5), 1);
        book.classTotals("car", totals("car", 7), 1);
        WholeEpoch first = whole();
        assertThat(sum(first, "1")).isZero();
        // Order within a partition decides: what is read last of an image is the newest of it.
        assertThat(sum(first, "2")).isEqualTo(5);
        read("3", image("3", 2, 3), 2);
        assertThat(book.canTake()).isFalse();
        announce(2, 2);
        WholeEpoch second = whole();
        assertThat(sum(second, "1")).isEqualTo(9);
        assertThat(sum(second, "3")).isEqualTo(3);
        assertThat(sum(first, "3")).as("what was taken stays as it is").isZero();
    }

    @Test
    void shouldTakeATombstoneByItsTime() {
        read("1", image("1", 1, 4), 1);
        read("2", image("2", 1, 4), 1);
        read("1", null, 2);
        read("2", null, 3);
        announce(1, 1);
        assertThat(whole().index().images()).isEqualTo(2);
        announce(2, 2);
        WholeEpoch second = whole();
        assertThat(sum(second, "1")).isZero();
        assertThat(sum(second, "2")).isEqualTo(4);
        announce(3, 3);
        assertThat(whole().index().images()).isZero();
    }

    @Test
    void shouldTakeWhatACrashCutShort_withTheNextEpochThatIsAnnounced() {
        announce(1, 1);
        whole();
        read("1", image("1", 2, 4), 2);
        read("1", image("1", 2, 6), 5);
        read("2", null, 5);
        announce(2, 5);
        assertThat(sum(whole(), "1")).isEqualTo(6);
        read("3", image("3", 3, 1), 7);
        announce(4, 9);
        assertThat(sum(whole(), "3")).isEqualTo(1);
    }

    @Test
    void shouldPassOverEpochs_whenNewerOnesAreAnnounced() {
        IntStream.rangeClosed(1, 5).forEach(number -> read("1", image("1", number, number), number));
        IntStream.rangeClosed(1, 4).forEach(number -> announce(number, number));
        WholeEpoch fourth = whole();
        assertThat(fourth.epoch().epoch()).isEqualTo(4);
        assertThat(sum(fourth, "1")).isEqualTo(4);
        assertThat(fourth.epochs()).extracting(RankingEpoch::epoch).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldBeginAnew_whenEpochsDo() {
        read("1", image("1", 800, 4), 10);
        read("2", image("2", 800, 4), 10);
        announce(800, 10);
        assertThat(whole().index().images()).isEqualTo(2);
        // What the reset takes back, and what is computed anew.
        read("1", null, 20);
        read("2", null, 20);
        read("1", image("1", 1, 7), 30);
        announce(1, 30);
        WholeEpoch anew = whole();
        assertThat(anew.index().images()).isEqualTo(1);
        assertThat(sum(anew, "1")).isEqualTo(7);
        assertThat(anew.epochs()).extracting(RankingEpoch::epoch).containsExactly(1L);
    }

    @Test
    void shouldForgetWhatWasBefore_whenOnlyTheNewNumbersAreKnown() {
        announce(3, 30);
        book.aim((image, e) -> {});
        read("1", image("1", 800, 4), 10);
        read("2", image("2", 800, 4), 10);
        read("1", null, 20);
        read("2", image("2", 2, 6), 29);
        book.whole();
        WholeEpoch anew = book.take();
        assertThat(anew.index().images()).isEqualTo(1);
        assertThat(sum(anew, "2")).isEqualTo(6);
        announce(900, 90);
        assertThat(sum(whole(), "2")).as("what was overtaken never comes back").isEqualTo(6);
    }

    @Test
    void shouldRankExactly_whenPublishedRanksAreStale() {
        read("10", stale("10", Map.of("car", 4.0)), 1);
        read("9", stale("9", Map.of("car", 4.0)), 1);
        read("dog", stale("dog", Map.of("dog", 3.0)), 1);
        read("both", stale("both", Map.of("car", 8.0, "dog", 9.0)), 1);
        announce(1, 1);
        EpochSnapshot snapshot = Fixtures.ranked(whole());
        // Classes sum up to 16 and 12. Of equal scores the id decides.
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(snapshot.ranking()::image))
                .containsExactly("both", "9", "10", "dog");
        assertThat(snapshot.ranking().score(1)).isEqualTo(1.25);
        assertThat(snapshot.instances("both")).isEqualTo(3);
        assertThat(snapshot.instances("nobody")).isZero();
        assertThat(snapshot.classSum("dog")).isEqualTo(12);
        assertThat(snapshot.vector("nobody")).isEmpty();
    }

    @Test
    void shouldCountButNotRank_whenAnImageScoresZero() {
        read("1", ranking("1", 1, 1), 1);
        read("2", ranking("2", 0, 1), 1);
        announce(1, 1);
        EpochSnapshot snapshot = Fixtures.ranked(whole());
        assertThat(snapshot.ranking().ranked()).isEqualTo(1);
        assertThat(snapshot.instances("2")).isEqualTo(3);
        assertThat(snapshot.vector("2").orElseThrow().isEmpty()).isTrue();
        assertThat(snapshot.prune(0.5).unranked()).isEqualTo(1);
    }

    @Test
    void shouldRefuse_whatIsNoneOfAnnorank() {
        assertThatThrownBy(() -> read("3", stale("3", Map.of("car", 1e-300)), 1))
                .isInstanceOf(IllegalArgumentException.class);
        RankingEpoch fine = epoch(1, 1, 1, 1);
        RankingEpoch odd = new RankingEpoch(
                fine.dataset(),
                fine.epoch(),
                fine.at(),
                fine.images(),
                fine.ranked(),
                fine.instances(),
                fine.classes(),
                fine.events(),
                fine.totals(),
                fine.imbalance(),
                fine.siScsMean(),
                new TreeMap<>(Map.of("1.5", new Pruning(1, 0.5, 0, 0, 1))),
                fine.published(),
                fine.tookMs());
        assertThatThrownBy(() -> book.epoch(odd, 1)).hasMessageContaining("prune rate is 1.5");
        announce(1, 1);
        assertThat(whole().index().images()).isZero();
    }

    @Test
    void shouldOrderClasses_andDropThoseThatAreGone() {
        book.classTotals("b", totals("b", 5), 1);
        book.classTotals("a", totals("a", 5), 1);
        book.classTotals("c", totals("c", 9), 1);
        book.classTotals("gone", totals("gone", 99), 1);
        book.classTotals("gone", null, 1);
        announce(1, 1);
        assertThat(whole().classes()).extracting(ClassTotals::category).isEqualTo(List.of("c", "a", "b"));
    }
}
