package dev.annorank.view;

import static dev.annorank.view.Fixtures.epoch;
import static dev.annorank.view.Fixtures.ranking;
import static dev.annorank.view.Fixtures.totals;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetViewTest {

    @Test
    void shouldGiveTopAndBottom_whateverTheOrderOfArrival() {
        long seed = 5;
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, 5000).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        DatasetView view = new DatasetView("street");
        order.forEach(rank -> view.image("image " + rank, ranking("image " + rank, rank, 5000)));

        DatasetSnapshot snapshot = view.snapshot(3, 2, 8);

        assertThat(snapshot.top())
                .as("seed %d", seed)
                .extracting(RankedImage::rank)
                .containsExactly(1, 2, 3);
        assertThat(snapshot.bottom()).extracting(RankedImage::rank).containsExactly(4999, 5000);
        assertThat(snapshot.ranked()).isEqualTo(5000);
        assertThat(snapshot.top().get(0).keptAt()).containsExactly("0.2", "0.3", "0.5");
    }

    @Test
    void shouldEqualAFreshView_whenImagesComeMoveAndGo() {
        long seed = 9;
        Random random = new Random(seed);
        DatasetView watched = new DatasetView("street");
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
    void shouldOrderByPercentileThenId_whenRecordsAreOfDifferentAge() {
        DatasetView view = new DatasetView("street");
        view.image("old", ranking("old", 4, 500));
        view.image("new", ranking("new", 5, 1000));
        view.image("10", ranking("10", 1, 1000));
        view.image("9", ranking("9", 1, 1000));

        List<RankedImage> top = view.snapshot(10, 5, 8).top();

        assertThat(top).extracting(RankedImage::image).containsExactly("9", "10", "new", "old");
        assertThat(top.get(3).rankAmong(1000)).isEqualTo(8);
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
