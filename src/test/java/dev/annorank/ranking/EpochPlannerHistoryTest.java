package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Ids;
import dev.annorank.model.ImageVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long random histories: changes at any time, plans taken in pieces, restarts anywhere. */
class EpochPlannerHistoryTest {
    private static final double[][] RATES = {{}, {0.5}, {0.2, 0.3, 0.4, 0.5}, {0.01, 0.33, 0.99}};

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.01, 0.1, 0.5})
    void shouldKeepReadersUpToDate_whenHistoryIsRandom(double tolerance) {
        for (int seed = 0; seed < 32; seed++) {
            new History(seed, new PublishPolicy(tolerance, RATES[seed % RATES.length])).run(25);
        }
    }

    private static final class History {
        private final String name;
        private final Random random;
        private final PublishPolicy policy;
        private final int images;
        private final SimulatedReader reader = new SimulatedReader();
        private final Map<String, ImageVector> truth = new HashMap<>();
        /** Images whose vector was written since they were last told. */
        private final Set<String> touched = new HashSet<>();

        private EpochPlanner planner;

        History(int seed, PublishPolicy policy) {
            name = "seed " + seed + ", " + policy;
            random = new Random(seed);
            images = 2 << random.nextInt(8);
            this.policy = policy;
            planner = new EpochPlanner(policy);
        }

        void run(int epochs) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                change(random.nextInt(images));
                if (random.nextInt(4) == 0) {
                    restart();
                }
                String what = name + ", epoch " + epoch;
                if (planner.hasChanges()) {
                    plan(what);
                } else {
                    reader.assertUpToDate(truth, policy, what);
                }
            }
        }

        private void change(int steps) {
            for (int i = 0; i < steps; i++) {
                String image = RandomData.image(random, images);
                int kind = random.nextInt(8);
                if (kind < 2) {
                    planner.remove(image);
                    truth.remove(image);
                } else if (kind == 2) {
                    planner.upsert(image, ImageVector.EMPTY);
                    truth.remove(image);
                } else {
                    ImageVector vector = RandomData.vector(random, 9);
                    planner.upsert(image, vector);
                    truth.put(image, vector);
                }
                touched.add(image);
            }
        }

        private void plan(String what) {
            Map<String, ImageVector> moment = new HashMap<>(truth);
            Set<String> touchedThen = new HashSet<>(touched);
            Map<String, Publication> toldBefore = new HashMap<>(reader.images);
            List<Set<String>> keptBefore = new ArrayList<>();
            for (int rate = 0; rate < policy.pruneRates().length; rate++) {
                keptBefore.add(reader.kept(rate));
            }
            touched.clear();
            EpochPlan plan = planner.plan();
            int expected = plan.publications() + plan.tombstones();
            int news = plan.remainingNews() - plan.tombstones();
            List<Publication> told = new ArrayList<>();
            List<String> buried = new ArrayList<>();
            while (!plan.isFinished()) {
                expected -= plan.take(
                        1 + random.nextInt(images),
                        publication -> {
                            told.add(publication);
                            reader.publish(publication);
                        },
                        image -> {
                            buried.add(image);
                            reader.bury(image);
                        });
                assertThat(plan.remaining()).as(what).isEqualTo(expected);
                assertNewsFirst(plan, told, touchedThen, moment, what);
                if (!plan.isFinished()) {
                    change(random.nextInt(4));
                    if (random.nextInt(20) == 0) {
                        // What was touched and not told yet is still to be told.
                        Set<String> stillToTell = new HashSet<>(touchedThen);
                        told.forEach(publication -> stillToTell.remove(publication.image()));
                        touched.addAll(stillToTell);
                        restart();
                        return;
                    }
                }
            }
            reader.assertUpToDate(moment, policy, what);
            RankingIndexTest.assertEqual(plan.ranking(), new NaiveRanking(reader.vectors()), what);
            assertOrder(told.subList(0, news), what);
            assertOrder(told.subList(news, told.size()), what);
            assertThat(buried).as(what).isSortedAccordingTo(Ids.ORDER);
            for (Publication publication : told) {
                assertNeeded(publication, toldBefore.get(publication.image()), touchedThen, what);
            }
            for (int rate = 0; rate < keptBefore.size(); rate++) {
                assertFacts(plan.facts().rates().get(rate), keptBefore.get(rate), reader.kept(rate), what);
            }
        }

        /** A new planner knows what a store would: vectors as they are, and what was last told of each image. */
        private void restart() {
            Set<String> known = new HashSet<>(truth.keySet());
            known.addAll(reader.images.keySet());
            planner = new EpochPlanner(policy);
            for (String image : known) {
                Publication told = reader.images.get(image);
                Published published = null;
                if (told != null) {
                    Published then = told.published();
                    boolean stale = !told.vector().equals(truth.get(image));
                    published = new Published(then.rank(), then.of(), then.keptMask(), stale);
                }
                planner.restore(image, truth.get(image), published);
            }
        }

        private void assertNeeded(Publication now, @Nullable Publication before, Set<String> wrote, String what) {
            boolean needed = before == null
                    || wrote.contains(now.image())
                    || before.isRanked() != now.isRanked()
                    || before.keptMask() != now.keptMask()
                    || Math.abs(before.percentile() - now.percentile()) > policy.tolerance()
                    || (policy.tolerance() == 0 && before.rank() != now.rank());
            assertThat(needed).as("%s: %s was %s", what, now, before).isTrue();
        }

        /** Before anything else readers get what makes their vectors the true ones. */
        private void assertNewsFirst(
                EpochPlan plan,
                List<Publication> told,
                Set<String> wrote,
                Map<String, ImageVector> moment,
                String what) {
            if (plan.remainingNews() == 0) {
                assertThat(reader.vectors()).as(what).isEqualTo(moment);
            } else {
                assertThat(told).as(what).allMatch(publication -> wrote.contains(publication.image()));
            }
        }

        private static void assertOrder(List<Publication> told, String what) {
            List<Integer> ranks = new ArrayList<>();
            List<String> unranked = new ArrayList<>();
            for (Publication publication : told) {
                if (publication.isRanked()) {
                    assertThat(unranked).as(what).isEmpty();
                    ranks.add(publication.rank());
                } else {
                    unranked.add(publication.image());
                }
            }
            assertThat(ranks).as(what).isSorted();
            assertThat(unranked).as(what).isSortedAccordingTo(Ids.ORDER);
        }

        private static void assertFacts(EpochFacts.RateFacts facts, Set<String> before, Set<String> now, String what) {
            Set<String> both = new HashSet<>(before);
            both.retainAll(now);
            int union = before.size() + now.size() - both.size();
            double jaccard = union == 0 ? 1 : (double) both.size() / union;
            assertThat(Arrays.asList(facts.kept(), facts.entered(), facts.left(), facts.jaccard()))
                    .as("%s: %s", what, facts)
                    .isEqualTo(
                            Arrays.asList(now.size(), now.size() - both.size(), before.size() - both.size(), jaccard));
        }
    }
}
