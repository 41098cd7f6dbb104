package dev.annorank.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.Ranking;
import dev.annorank.view.PruneFacts.KeptClass;
import dev.annorank.view.RankedEpoch.Reference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pruning would leave, against counting it out. */
class RankedEpochTest {
    private final DatasetBook book = new DatasetBook("street");
    private final Map<String, Map<String, Double>> images = new TreeMap<>();

    private void change(Random random) {
        for (int i = 0; i < 150; i++) {
            String image = Integer.toString(random.nextInt(120));
            if (random.nextInt(4) == 0) {
                images.remove(image);
                book.image(image, null, 0);
                continue;
            }
            SortedMap<String, Double> vector = new TreeMap<>();
            for (int j = random.nextInt(4); j >= 0; j--) {
                vector.put("class " + random.nextInt(6), 1 + random.nextDouble());
            }
            images.put(image, vector);
            book.image(
                    image, new ImageRanking("street", image, 1, 1, 1, 1, new TreeMap<>(), vector.size(), vector, 1), 0);
        }
    }

    private void classes() {
        Map<String, Long> counts = new HashMap<>();
        images.values().forEach(vector -> vector.keySet().forEach(name -> counts.merge(name, 1L, Long::sum)));
        for (int i = 0; i < 6; i++) {
            Long count = counts.get("class " + i);
            book.classTotals("class " + i, count == null ? null : Fixtures.totals("class " + i, count), 0);
        }
    }

    private static Set<String> kept(Ranking ranking, double rate) {
        Set<String> kept = new HashSet<>();
        for (int rank = 1; rank <= ranking.keptCount(rate); rank++) {
            kept.add(ranking.image(rank));
        }
        return kept;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldSayWhatIsKept_asCountingDoes(long seed) {
        Random random = new Random(seed);
        change(random);
        classes();
        EpochSnapshot then = Fixtures.next(book, Fixtures.epoch(1, 1, 1, 0));
        change(random);
        classes();
        book.epoch(Fixtures.epoch(2, 1, 1, 60), 60);
        book.aim((image, e) -> {});
        book.whole();
        WholeEpoch whole = book.take();
        RankedEpoch now =
                new RankedEpoch(whole, whole.index().rank(), Optional.of(new Reference(then.epoch(), then.ranking())));

        for (double rate : new double[] {0, 0.2, 0.5, 0.77, 1}) {
            PruneFacts facts = now.prune(rate);
            Set<String> kept = kept(now.ranking(), rate);
            Set<String> before = kept(then.ranking(), rate);
            assertThat(facts.kept()).as("seed %d, rate %s", seed, rate).isEqualTo(kept.size());
            assertThat(facts.dropped()).isEqualTo(images.size() - kept.size());
            assertThat(facts.unranked()).isZero();
            long all = images.values().stream().mapToLong(Map::size).sum();
            long allKept =
                    kept.stream().mapToLong(image -> images.get(image).size()).sum();
            for (KeptClass its : facts.classes()) {
                long keptIts = kept.stream()
                        .filter(image -> images.get(image).containsKey(its.category()))
                        .count();
                assertThat(its.keptInstances())
                        .as("seed %d, rate %s, %s", seed, rate, its)
                        .isEqualTo(keptIts);
                assertThat(its.share()).isEqualTo((double) its.instances() / all);
                assertThat(its.keptShare()).isEqualTo(allKept == 0 ? 0 : (double) keptIts / allKept);
            }
            Set<String> entered = new HashSet<>(kept);
            entered.removeAll(before);
            Set<String> left = new HashSet<>(before);
            left.removeAll(kept);
            assertThat(facts.turnover().orElseThrow().entered()).isEqualTo(entered.size());
            assertThat(facts.turnover().orElseThrow().left()).isEqualTo(left.size());
            assertThat(facts.turnover().orElseThrow().sinceEpoch()).isEqualTo(1);
            int either = kept.size() + left.size();
            assertThat(facts.turnover().orElseThrow().jaccard())
                    .isEqualTo(either == 0 ? 1 : (double) (kept.size() - entered.size()) / either);
        }
        images.forEach((image, vector) -> {
            ImageVector found = now.vector(image).orElseThrow();
            assertThat(found.size()).isEqualTo(vector.size());
            assertThat(now.ranking().rankOf(image)).isPositive();
        });
    }
}
