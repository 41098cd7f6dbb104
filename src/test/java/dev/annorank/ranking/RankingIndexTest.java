package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.ImageVector;
import dev.annorank.model.RejectedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingIndexTest {
    @Test
    void shouldRankNothing_whenThereIsNothing() {
        Ranking ranking = new RankingIndex().rank();
        assertThat(ranking.ranked()).isZero();
        assertThat(ranking.unranked()).isZero();
        assertThat(ranking.rankOf("1")).isEqualTo(-1);
        assertThat(new RankingIndex().classTotals()).isEmpty();
    }

    /** S_a = 4, S_b = 2: scores 1/4 + 1/2, 3/4, 1/2, 0. */
    @Test
    void shouldBalanceByClass_whenScoring() {
        RankingIndex index = new RankingIndex();
        index.upsert("10", vector("a", 1, "b", 1));
        index.upsert("9", vector("a", 3));
        index.upsert("x", vector("b", 1));
        index.upsert("none", vector("b", 0, "z", 0));
        Ranking ranking = index.rank();
        assertThat(images(ranking)).containsExactly("9", "10", "x");
        assertThat(List.of(ranking.score(1), ranking.score(2), ranking.score(3)))
                .containsExactly(0.75, 0.75, 0.5);
        assertThat(ranking.unrankedImages()).containsExactly("none");
        assertThat(ranking.rankOf("none")).isZero();
        assertThat(ranking.rankOf("10")).isEqualTo(2);
        assertThat(ranking.percentile(1)).isEqualTo(1 / 3.0);
        assertThat(index.classTotals())
                .containsExactly(
                        new ClassTotal("a", 2, 2, 4, 2, 2 / 6.0),
                        new ClassTotal("b", 3, 3, 2, 2 / 3.0, 3 / 6.0),
                        new ClassTotal("z", 1, 1, 0, 0, 1 / 6.0));
    }

    @Test
    void shouldSayWhetherAnythingChanged_whenUpsertingAndRemoving() {
        RankingIndex index = new RankingIndex();
        assertThat(index.upsert("1", vector("a", 1, "b", 2))).isTrue();
        assertThat(index.upsert("1", vector("b", 2, "a", 1))).isFalse();
        assertThat(index.upsert("1", vector("b", 2, "a", 1.5))).isTrue();
        assertThat(index.upsert("1", ImageVector.EMPTY)).isTrue();
        assertThat(index.remove("1")).isFalse();
        assertThat(index.vector("1")).isNull();
        assertThat(index.images()).isZero();
        assertThat(index.classes()).isZero();
    }

    @Test
    void shouldStayAsItWas_whenAVectorCannotBeUsed() {
        RankingIndex index = new RankingIndex();
        index.upsert("1", vector("a", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> index.upsert("1", vector("b", 1, "a", 1e-9)))
                .withMessageContaining("1.0E-9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> index.upsert("2", vector("b", 1, "b", 1)))
                .withMessageContaining("twice");
        assertThatThrownBy(() -> index.upsert("2", vector("b", 1, "a", 0x1p62)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> index.upsert("", vector("b", 1))).isInstanceOf(RejectedException.class);
        assertThat(index.classTotals()).containsExactly(new ClassTotal("a", 1, 1, 1, 1, 1));
        assertThat(index.images()).isEqualTo(1);
    }

    @Test
    void shouldKeepASnapshot_whenTheIndexGoesOn() {
        Random random = new Random(5);
        RankingIndex index = new RankingIndex();
        Map<String, ImageVector> vectors = new HashMap<>();
        fill(random, index, vectors, 400);
        NaiveRanking expected = new NaiveRanking(vectors);
        Ranking ranking = index.rank();
        fill(random, index, vectors, 400);
        index.rank();
        index.clear();
        index.upsert("new", vector("a", 1));
        assertEqual(ranking, expected, "after change");
    }

    @Test
    void shouldEqualNaiveRankingBitForBit_whenHistoryIsRandom() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            RankingIndex index = new RankingIndex();
            Map<String, ImageVector> vectors = new HashMap<>();
            for (int round = 0; round < 5; round++) {
                fill(random, index, vectors, 1 << (seed % 9));
                NaiveRanking expected = new NaiveRanking(vectors);
                assertEqual(index.rank(), expected, "seed " + seed + " round " + round);
                for (Map.Entry<String, Double> sum : expected.classSums.entrySet()) {
                    assertThat(index.classSum(sum.getKey())).as("seed %d", seed).isEqualTo(sum.getValue());
                }
                vectors.forEach(
                        (image, vector) -> assertThat(index.vector(image)).isEqualTo(vector));
                assertThat(index.images()).isEqualTo(vectors.size());
                assertThat(index.classes()).isEqualTo(expected.classSums.size());
            }
        }
    }

    @Test
    void shouldHaveTheSameBits_whenTheSameVectorsCameByAnotherWay() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Map<String, ImageVector> vectors = new HashMap<>();
            RankingIndex plain = new RankingIndex();
            fill(random, plain, vectors, 100);

            RankingIndex busy = new RankingIndex();
            fill(random, busy, new HashMap<>(), 300);
            List<String> order = new ArrayList<>(vectors.keySet());
            Collections.shuffle(order, random);
            order.forEach(image -> busy.upsert(image, vectors.getOrDefault(image, ImageVector.EMPTY)));
            for (int i = 0; i < 150; i++) {
                busy.remove(Integer.toString(i));
                busy.remove("img/" + i + ".jpg");
                busy.upsert("gone" + i, RandomData.vector(random, 12));
            }
            order.forEach(image -> busy.upsert(image, vectors.getOrDefault(image, ImageVector.EMPTY)));
            for (int i = 0; i < 150; i++) {
                busy.remove("gone" + i);
            }

            assertEqual(busy.rank(), new NaiveRanking(vectors), "seed " + seed);
            assertThat(busy.classTotals()).as("seed %d", seed).isEqualTo(plain.classTotals());
            assertThat(busy.instances()).isEqualTo(plain.instances());
        }
    }

    /** One score that dwarfs the rest, so that sorting by the upper bits alone tells little. */
    @Test
    void shouldOrderTiesAndNearTies_whenThousandsShareTheUpperBits() {
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            RankingIndex index = new RankingIndex();
            Map<String, ImageVector> vectors = new HashMap<>();
            vectors.put("giant", vector("a", 0x1p31, "b", 1));
            double nearly = 1;
            for (int i = 0; i < 3000; i++) {
                nearly = random.nextInt(4) == 0 ? Math.nextUp(nearly) : nearly;
                vectors.put(i % 2 == 0 ? "i" + i : "" + i, vector("a", nearly));
            }
            vectors.forEach(index::upsert);
            assertEqual(index.rank(), new NaiveRanking(vectors), "seed " + seed);
        }
    }

    @Test
    void shouldRankManyClassesOfOneImage_whenVectorsAreLong() {
        Random random = new Random(1);
        RankingIndex index = new RankingIndex();
        Map<String, ImageVector> vectors = new HashMap<>();
        for (int image = 0; image < 20; image++) {
            VectorAccumulator vector = new VectorAccumulator();
            for (int i = 0; i < 300; i++) {
                vector.add("c" + random.nextInt(400), RandomData.siScs(random));
            }
            vectors.put("" + image, vector.toVector());
        }
        vectors.forEach(index::upsert);
        assertEqual(index.rank(), new NaiveRanking(vectors), "long vectors");
    }

    static ImageVector vector(Object... classesAndSums) {
        int size = classesAndSums.length / 2;
        String[] classes = new String[size];
        int[] counts = new int[size];
        double[] sums = new double[size];
        for (int i = 0; i < size; i++) {
            classes[i] = (String) classesAndSums[2 * i];
            counts[i] = 1;
            sums[i] = ((Number) classesAndSums[2 * i + 1]).doubleValue();
        }
        return new ImageVector(classes, counts, sums);
    }

    private static void fill(Random random, RankingIndex index, Map<String, ImageVector> vectors, int steps) {
        for (int i = 0; i < steps; i++) {
            String image = RandomData.image(random, 150);
            if (random.nextInt(4) == 0) {
                assertThat(index.remove(image)).isEqualTo(vectors.remove(image) != null);
            } else {
                ImageVector vector = RandomData.vector(random, 12);
                vectors.put(image, vector);
                index.upsert(image, vector);
            }
        }
    }

    private static List<String> images(Ranking ranking) {
        List<String> images = new ArrayList<>();
        for (int rank = 1; rank <= ranking.ranked(); rank++) {
            images.add(ranking.image(rank));
        }
        return images;
    }

    static void assertEqual(Ranking ranking, NaiveRanking expected, String what) {
        assertThat(images(ranking)).as(what).isEqualTo(expected.ranked);
        assertThat(ranking.unrankedImages()).as(what).isEqualTo(expected.unranked);
        assertThat(ranking.unranked()).as(what).isEqualTo(expected.unranked.size());
        for (int rank = 1; rank <= ranking.ranked(); rank++) {
            String image = ranking.image(rank);
            assertThat(ranking.score(rank)).as("%s image %s", what, image).isEqualTo(expected.score(image));
            assertThat(ranking.rankOf(image)).as("%s image %s", what, image).isEqualTo(rank);
        }
    }
}
