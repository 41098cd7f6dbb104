package dev.annorank.view;

import static dev.annorank.view.Fixtures.epoch;
import static dev.annorank.view.Fixtures.ranking;
import static dev.annorank.view.Fixtures.stale;
import static dev.annorank.view.Fixtures.totals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Pruning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetViewTest {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(DatasetView.PAUSE_MS);

    private long nanos = Long.MAX_VALUE - 10;

    private long later() {
        return nanos += PAUSE_NANOS;
    }

    @Test
    void shouldGiveTopAndBottom_whateverTheOrderOfArrival() {
        long seed = 5;
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, 5000).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        DatasetView view = new DatasetView("street");
        order.forEach(rank -> view.image("image " + rank, ranking("image " + rank, rank, 5000)));
        view.epoch(epoch(1, 5000, 5000, 0));

        DatasetSnapshot snapshot = view.snapshot(3, 2, 8);

        assertThat(snapshot.top())
                .as("seed %d", seed)
                .extracting(RankedImage::image)
                .containsExactly("image 1", "image 2", "image 3");
        assertThat(snapshot.bottom()).extracting(RankedImage::image).containsExactly("image 4999", "image 5000");
        assertThat(snapshot.ranked()).isEqualTo(5000);
        assertThat(snapshot.top().get(0).keptAt()).containsExactly("0.2", "0.3", "0.5");
    }

    @Test
    void shouldEqualAFreshView_whenImagesComeMoveAndGo() {
        long seed = 9;
        Random random = new Random(seed);
        DatasetView watched = new DatasetView("street", this::later);
        SortedMap<String, ImageRanking> last = new TreeMap<>();
        for (int step = 0; step < 3000; step++) {
            String image = Integer.toString(random.nextInt(60));
            ImageRanking ranking = random.nextInt(5) == 0 ? null : ranking(image, random.nextInt(100), 100);
            watched.image(image, ranking);
            if (ranking == null) {
                last.remove(image);
            } else {
                last.put(image, ranking);
            }
            DatasetView fresh = new DatasetView("street");
            last.forEach(fresh::image);
            assertThat(watched.snapshot(10, 5, 8))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(fresh.snapshot(10, 5, 8));
        }
    }

    @Test
    void shouldForgetAnImage_whenATombstoneComes() {
        DatasetView view = Fixtures.view(20);

        view.image("1", null);
        view.image("20", null);
        view.image("never seen", null);

        DatasetSnapshot snapshot = view.snapshot(2, 1, 8);
        assertThat(snapshot.images()).isEqualTo(18);
        assertThat(snapshot.ranked()).isEqualTo(18);
        assertThat(snapshot.top()).extracting(RankedImage::image).containsExactly("2", "3");
        assertThat(snapshot.bottom()).extracting(RankedImage::image).containsExactly("19");
    }

    @Test
    void shouldCountButNotRank_whenAnImageScoresZero() {
        DatasetView view = Fixtures.view(4);

        view.image("2", ranking("2", 0, 3));

        DatasetSnapshot snapshot = view.snapshot(10, 5, 8);
        assertThat(snapshot.images()).isEqualTo(4);
        assertThat(snapshot.ranked()).isEqualTo(3);
        assertThat(snapshot.top()).extracting(RankedImage::image).containsExactly("1", "3", "4");
        assertThat(snapshot.bottom()).isEmpty();
    }

    @Test
    void shouldShowTheExactRanking_whenPublishedOnesAreStale() {
        DatasetView view = new DatasetView("street");
        view.image("10", stale("10", Map.of("car", 4.0)));
        view.image("9", stale("9", Map.of("car", 4.0)));
        view.image("dog", stale("dog", Map.of("dog", 3.0)));
        view.image("both", stale("both", Map.of("car", 8.0, "dog", 9.0)));
        view.epoch(epoch(1, 4, 4, 0));

        DatasetSnapshot snapshot = view.snapshot(3, 5, 8);

        // Classes sum up to 16 and 12. Of equal scores the id decides.
        assertThat(snapshot.top())
                .containsExactly(
                        new RankedImage("both", 1, 0.25, 1.25, 3, List.of("0.2", "0.3", "0.5")),
                        new RankedImage("9", 2, 0.5, 0.25, 3, List.of("0.2", "0.3", "0.5")),
                        new RankedImage("10", 3, 0.75, 0.25, 3, List.of("0.2", "0.3")));
        assertThat(snapshot.bottom()).containsExactly(new RankedImage("dog", 4, 1, 0.25, 3, List.of()));
    }

    @Test
    void shouldRankAtOnce_whenAnEpochCame() {
        DatasetView view = new DatasetView("street", () -> nanos);
        view.image("1", ranking("1", 1, 2));
        assertThat(view.snapshot(10, 5, 8).ranked()).isEqualTo(1);

        view.image("2", ranking("2", 2, 2));
        assertThat(view.snapshot(10, 5, 8).ranked()).isEqualTo(1);
        view.epoch(epoch(1, 2, 2, 0));
        assertThat(view.snapshot(10, 5, 8).ranked()).isEqualTo(2);
    }

    @Test
    void shouldRankAfterAPause_whenAnEpochsRecordsComeAfterItsSummary() {
        DatasetView view = new DatasetView("street", () -> nanos);
        view.image("1", ranking("1", 1, 3));
        view.epoch(epoch(1, 3, 3, 0));
        DatasetSnapshot before = view.snapshot(10, 5, 8);

        view.image("2", ranking("2", 2, 3));
        view.image("3", ranking("3", 0, 2));
        nanos += PAUSE_NANOS - 1;
        assertThat(view.snapshot(10, 5, 8)).isEqualTo(before);
        nanos += 1;
        DatasetSnapshot after = view.snapshot(10, 5, 8);
        assertThat(after.images()).isEqualTo(3);
        assertThat(after.top()).extracting(RankedImage::image).containsExactly("1", "2");
    }

    @Test
    void shouldTellOtherKeptMarks_whenPruneRatesChange() {
        DatasetView view = Fixtures.view(4);
        view.snapshot(10, 5, 8);

        RankingEpoch last = epoch(13, 4, 4, 2);
        view.epoch(new RankingEpoch(
                last.dataset(),
                last.epoch(),
                last.at(),
                last.images(),
                last.ranked(),
                last.instances(),
                last.classes(),
                last.events(),
                last.totals(),
                last.imbalance(),
                last.siScsMean(),
                new TreeMap<>(Map.of("0.75", new Pruning(1, 0.5, 0, 0, 1))),
                last.published(),
                last.tookMs()));

        List<RankedImage> top = view.snapshot(10, 5, 8).top();
        assertThat(top.get(0).keptAt()).containsExactly("0.75");
        assertThat(top.get(1).keptAt()).isEmpty();
    }

    @Test
    void shouldChangeNothing_whenAVectorIsNoneOfAnnorank() {
        DatasetView view = Fixtures.view(2);

        assertThatThrownBy(() -> view.image("3", stale("3", Map.of("car", 1e-300))))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(view.snapshot(10, 5, 8).images()).isEqualTo(2);
    }

    @Test
    void shouldDropAClass_whenATombstoneComes() {
        DatasetView view = new DatasetView("street");
        view.classTotals("b", totals("b", 5));
        view.classTotals("a", totals("a", 5));
        view.classTotals("c", totals("c", 9));
        view.classTotals("gone", totals("gone", 99));
        view.classTotals("gone", null);

        DatasetSnapshot snapshot = view.snapshot(1, 1, 2);

        assertThat(snapshot.classes()).extracting(ClassTotals::category).containsExactly("c", "a");
        assertThat(snapshot.classCount()).isEqualTo(3);
        assertThat(snapshot.classInstances()).isEqualTo(19);
    }

    @Test
    void shouldTellEventsPerSecond_overTheLastTenSeconds() {
        DatasetView view = new DatasetView("street");
        assertThat(view.snapshot(1, 1, 1).eventsPerSecond()).isZero();
        view.epoch(epoch(1, 5, 900_000, 0));
        view.epoch(epoch(2, 5, 100, 100));
        assertThat(view.snapshot(1, 1, 1).eventsPerSecond()).isEqualTo(1.0);
        view.epoch(epoch(3, 5, 300, 101));
        view.epoch(epoch(4, 5, 500, 102));
        assertThat(view.snapshot(1, 1, 1).eventsPerSecond()).isEqualTo(400.0);
    }

    @Test
    void shouldBeginAnew_whenEpochsDo() {
        DatasetView view = Fixtures.view(3);
        view.epoch(epoch(1, 3, 10, 60));
        assertThat(view.snapshot(1, 1, 1).epochs()).hasSize(1);
    }

    @Test
    void shouldKeepDatasetsApart_andFindTheLatest() {
        DatasetViews all = DatasetViews.ofAll();
        assertThat(all.latest()).isEmpty();
        all.image(new ImageKey("street", "1"), ranking("1", 1, 1));
        all.image(new ImageKey("forest", "1"), ranking("1", 1, 1));
        all.epoch(epoch(1, 1, 10, 0));
        assertThat(all.names()).containsExactly("forest", "street");
        assertThat(all.latest()).isEqualTo(all.find("street"));

        DatasetViews one = DatasetViews.of("street");
        one.image(new ImageKey("forest", "1"), ranking("1", 1, 1));
        one.classTotals("forest", "tree", totals("tree", 1));
        assertThat(one.names()).isEmpty();
    }
}
