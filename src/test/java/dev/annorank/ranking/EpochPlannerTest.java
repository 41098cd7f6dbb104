package dev.annorank.ranking;

import static dev.annorank.ranking.RankingIndexTest.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.management.ThreadMXBean;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.EpochFacts.RateFacts;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochPlannerTest {
    private final PublishPolicy policy = new PublishPolicy(0.1, new double[] {0.25, 0.5});
    private final EpochPlanner planner = new EpochPlanner(policy);
    private final List<String> told = new ArrayList<>();

    @Test
    void shouldHaveNothingToTell_whenThereIsNothing() {
        assertThat(planner.hasChanges()).isFalse();
        EpochPlan plan = planner.plan();
        assertThat(plan.isFinished()).isTrue();
        assertThat(plan.take(5, this::publish, this::bury)).isZero();
        RateFacts none = new RateFacts(0.25, 0, Double.NaN, 0, 0, 1);
        RateFacts alsoNone = new RateFacts(0.5, 0, Double.NaN, 0, 0, 1);
        assertThat(plan.facts())
                .isEqualTo(new EpochFacts(0, 0, 0, 0, new ClassBalance(0, 0, 0), 0, List.of(none, alsoNone)));
        assertThat(planner.plan().remaining()).isZero();
    }

    @Test
    void shouldTakeLittleMemory_whenThereIsNothing() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<EpochPlanner> planners = new ArrayList<>();
        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            planners.add(new EpochPlanner(policy));
        }
        assertThat((thread.getCurrentThreadAllocatedBytes() - before) / planners.size())
                .as("bytes a planner")
                .isLessThan(8_000);
    }

    @Test
    void shouldBeginAnew_whenAllImagesWereRemoved() {
        tellOf(100);
        for (int i = 1; i <= 100; i++) {
            planner.remove(String.valueOf(i));
        }
        EpochPlan plan = planner.plan();
        assertThat(plan.ranking().slots()).as("places for images").isZero();
        planner.upsert("5", vector("b", 1));
        assertThat(plan.tombstones()).isEqualTo(100);
        take(plan);
        told.clear();
        take(planner.plan());
        assertThat(told).containsExactly("5 1/1");
    }

    @Test
    void shouldTellByRankThenUnrankedThenGone_whenAllOccur() {
        planner.upsert("dead", vector("a", 9));
        take(planner.plan());
        planner.remove("dead");
        planner.upsert("3", vector("a", 1));
        planner.upsert("20", vector("a", 2));
        planner.upsert("x", vector("a", 0));
        planner.upsert("100", vector("b", 0));
        assertThat(planner.hasChanges()).isTrue();
        EpochPlan plan = planner.plan();
        assertThat(plan.publications()).isEqualTo(4);
        assertThat(plan.tombstones()).isEqualTo(1);
        told.clear();
        while (!plan.isFinished()) {
            assertThat(plan.take(1, this::publish, this::bury)).isEqualTo(1);
        }
        assertThat(told).containsExactly("20 1/2", "3 2/2", "100 0/2", "x 0/2", "dead gone");
        assertThat(planner.hasChanges()).isFalse();
    }

    @Test
    void shouldTellNewsFirst_whenOthersMove() {
        tellOf(4);
        planner.remove("2");
        planner.upsert("5", vector("a", 0));
        planner.upsert("6", vector("a", 1));
        planner.upsert("7", vector("a", 200));
        EpochPlan plan = planner.plan();
        assertThat(plan.publications()).isEqualTo(6);
        assertThat(plan.remaining()).isEqualTo(7);
        assertThat(plan.remainingNews()).isEqualTo(4);
        plan.take(3, this::publish, this::bury);
        assertThat(plan.remainingNews()).isEqualTo(1);
        plan.take(2, this::publish, this::bury);
        assertThat(plan.remainingNews()).isZero();
        take(plan);
        assertThat(told).containsExactly("7 1/5", "6 5/5", "5 0/5", "2 gone", "1 2/5", "3 3/5", "4 4/5");
    }

    @Test
    void shouldTellAgain_whenItWasNotTaken() {
        tellOf(3);
        planner.remove("2");
        planner.upsert("5", vector("a", 0));
        planner.upsert("6", vector("a", 200));
        EpochPlan plan = planner.plan();
        while (!plan.isFinished()) {
            int remaining = plan.remaining();
            assertThatIllegalStateException().isThrownBy(() -> plan.take(1, this::refuse, this::refuse));
            assertThat(plan.remaining()).isEqualTo(remaining);
            plan.take(1, this::publish, this::bury);
        }
        assertThat(told).containsExactly("6 1/3", "5 0/3", "2 gone", "1 2/3");
    }

    @Test
    void shouldGiveFacts_whenEpochsFollowEachOther() {
        planner.upsert("1", vector("a", 4));
        planner.upsert("2", vector("a", 3, "b", 0));
        planner.upsert("3", vector("a", 2));
        planner.upsert("4", vector("a", 1));
        EpochFacts first = take(planner.plan()).facts();
        assertThat(first.images()).isEqualTo(4);
        assertThat(first.instances()).isEqualTo(5);
        assertThat(first.classes()).isEqualTo(2);
        assertThat(first.meanSiScs()).isEqualTo(2.0);
        // Two classes of 1 and 4: Gini 2 (1 + 8) / 10 - 3/2 = 0.3.
        assertThat(first.balance().gini()).isEqualTo(0.3);
        assertThat(first.balance().maxMinRatio()).isEqualTo(4.0);
        assertThat(first.rates())
                .containsExactly(new RateFacts(0.25, 3, 0.2, 3, 0, 0), new RateFacts(0.5, 2, 0.3, 2, 0, 0));

        // 1 goes, 5 comes first: kept were {1, 2, 3} and {1, 2}, are {5, 2, 3} and {5, 2}.
        planner.remove("1");
        planner.upsert("5", vector("a", 10));
        EpochFacts second = take(planner.plan()).facts();
        assertThat(second.rates())
                .containsExactly(
                        new RateFacts(0.25, 3, 2 / 16.0, 1, 1, 0.5), new RateFacts(0.5, 2, 3 / 16.0, 1, 1, 1 / 3.0));
    }

    @Test
    void shouldNotTell_whenAnImageMovesLessThanTheTolerance() {
        tellOf(40);
        // From rank 5 to 3: those at 3 and 4 move by one, and all stay kept.
        planner.upsert("5", vector("a", 97.5));
        take(planner.plan());
        assertThat(told).containsExactly("5 3/40");
    }

    @Test
    void shouldTellOfCrossing_whenTheKeptSetChangesThoughPercentilesHardlyDo() {
        tellOf(40);
        planner.upsert("21", vector("a", 80.5));
        take(planner.plan());
        assertThat(told).containsExactly("21 20/40", "20 21/40");
    }

    @Test
    void shouldTellAgain_whenTheVectorChangesButNotTheRank() {
        planner.upsert("1", vector("a", 1));
        take(planner.plan());
        told.clear();
        planner.upsert("1", vector("a", 1));
        assertThat(planner.hasChanges()).isFalse();
        planner.upsert("1", vector("a", 2));
        take(planner.plan());
        assertThat(told).containsExactly("1 1/1");
    }

    @Test
    void shouldQueueTheLatest_whenAnImageChangesDuringAPlan() {
        planner.upsert("1", vector("a", 1));
        planner.upsert("2", vector("a", 2));
        EpochPlan plan = planner.plan();
        plan.take(1, this::publish, this::bury);
        planner.upsert("1", vector("a", 5));
        planner.upsert("1", vector("a", 7));
        planner.remove("2");
        planner.upsert("3", vector("a", 1));
        planner.upsert("3", ImageVector.EMPTY);
        assertThatIllegalArgumentException().isThrownBy(() -> planner.upsert("4", vector("a", 1e-9)));
        assertThatIllegalStateException().isThrownBy(planner::plan);
        assertThat(planner.hasChanges()).isTrue();
        take(plan);
        assertThat(told).containsExactly("2 1/2", "1 2/2");
        assertThat(planner.hasChanges()).isTrue();
        told.clear();
        EpochPlan next = take(planner.plan());
        assertThat(told).containsExactly("1 1/1", "2 gone");
        assertThat(next.classTotals()).containsExactly(new ClassTotal("a", 1, 1, 7, 7, 1));
    }

    @Test
    void shouldNotBury_whenAnImageWasNeverTold() {
        planner.upsert("1", vector("a", 1));
        planner.remove("1");
        take(planner.plan());
        assertThat(told).isEmpty();
    }

    @Test
    void shouldTellInsteadOfBurying_whenAnImageComesBackInTime() {
        planner.upsert("1", vector("a", 1));
        take(planner.plan());
        told.clear();
        planner.remove("1");
        planner.upsert("1", vector("a", 1));
        take(planner.plan());
        assertThat(told).containsExactly("1 1/1");
    }

    @Test
    void shouldNameGoneClasses_whenNoImageHoldsThemAnyMore() {
        planner.restoreClass("z");
        planner.upsert("1", vector("a", 1, "b", 1));
        assertThat(take(planner.plan()).goneClasses()).containsExactly("z");
        planner.upsert("1", vector("b", 1));
        assertThat(take(planner.plan()).goneClasses()).containsExactly("a");
        assertThat(planner.plan().goneClasses()).isEmpty();
    }

    @Test
    void shouldTellOnlyWhatIsOutOfDate_whenRestored() {
        planner.restore("1", vector("a", 3), new Published(1, 4, 3, false));
        planner.restore("2", vector("a", 2), new Published(2, 4, 3, true));
        planner.restore("3", vector("a", 1), null);
        planner.restore("4", vector("a", 0), new Published(0, 4, 0, false));
        planner.restore("5", vector("a", 0), new Published(4, 4, 0, false));
        planner.restore("6", null, new Published(3, 4, 1, false));
        planner.restore("7", null, null);
        assertThatIllegalArgumentException().isThrownBy(() -> planner.restore("6", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> planner.restore("1", null, null));
        assertThat(planner.hasChanges()).isTrue();
        take(planner.plan());
        // Image 1 was told as 1/4 and is 1/3, which is within 0.1.
        assertThat(told).containsExactly("2 2/3", "3 3/3", "5 0/3", "6 gone");
    }

    /** Tells of so many images, named by their ranks; what was told is forgotten. */
    private void tellOf(int images) {
        for (int i = 1; i <= images; i++) {
            planner.upsert("" + i, vector("a", 100 - i));
        }
        take(planner.plan());
        told.clear();
    }

    private void refuse(Object what) {
        throw new IllegalStateException("not taken: " + what);
    }

    private EpochPlan take(EpochPlan plan) {
        plan.take(Integer.MAX_VALUE, this::publish, this::bury);
        assertThat(plan.isFinished()).isTrue();
        return plan;
    }

    private void publish(Publication publication) {
        told.add(publication.image() + " " + publication.rank() + "/" + publication.of());
    }

    private void bury(String image) {
        told.add(image + " gone");
    }
}
