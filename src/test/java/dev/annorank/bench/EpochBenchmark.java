package dev.annorank.bench;

import dev.annorank.model.ImageVector;
import dev.annorank.ranking.EpochPlan;
import dev.annorank.ranking.EpochPlanner;
import dev.annorank.ranking.PublishPolicy;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Epochs of a dataset in its steady state, in ms: before each, some hundred of its images change. Images have 3 classes of
 * COCO's 80, as frequent as there. 10,000,000 images take {@code -p images=10000000 -jvmArgs -Xmx8g}.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx4g")
@Warmup(iterations = 40)
@Measurement(iterations = 40)
public class EpochBenchmark {
    private static final int CHANGES = 300;
    private static final int CLASSES = 3;
    private static final double TOLERANCE = 0.001;

    /** All images by their vectors. */
    @State(Scope.Thread)
    public static class Index {
        @Param({"118287", "1000000"})
        public int images;

        private final SplittableRandom random = new SplittableRandom(1);
        private final RankingIndex index = new RankingIndex();

        @Setup
        public void fill() {
            for (int image = 0; image < images; image++) {
                index.upsert(id(image), vector(random));
            }
        }

        @Setup(Level.Invocation)
        public void change() {
            for (int i = 0; i < CHANGES; i++) {
                index.upsert(id(random.nextInt(images)), vector(random));
            }
        }
    }

    /** All images, told once. */
    @State(Scope.Thread)
    public static class Planner {
        @Param({"118287", "1000000"})
        public int images;

        private final SplittableRandom random = new SplittableRandom(1);
        private final EpochPlanner planner =
                new EpochPlanner(new PublishPolicy(TOLERANCE, new double[] {0.2, 0.3, 0.4, 0.5}));
        private EpochPlan plan = planner.plan();

        @Setup
        public void fill() {
            for (int image = 0; image < images; image++) {
                planner.upsert(id(image), vector(random));
            }
            plan = planner.plan();
        }

        /** A plan is taken whole before the next is made. */
        @Setup(Level.Invocation)
        public void change() {
            take();
            for (int i = 0; i < CHANGES; i++) {
                planner.upsert(id(random.nextInt(images)), vector(random));
            }
        }

        void take() {
            while (!plan.isFinished()) {
                plan.take(Integer.MAX_VALUE, publication -> {}, gone -> {});
            }
        }
    }

    /** The exact ranking alone. */
    @Benchmark
    public Ranking rank(Index dataset) {
        return dataset.index.rank();
    }

    /** Ranking and deciding what to publish. */
    @Benchmark
    public EpochPlan plan(Planner dataset) {
        dataset.plan = dataset.planner.plan();
        return dataset.plan;
    }

    /** Ranking, deciding, and handing out what is to be published. */
    @Benchmark
    public EpochPlan planAndTake(Planner dataset) {
        dataset.plan = dataset.planner.plan();
        dataset.take();
        return dataset.plan;
    }

    private static String id(int image) {
        return Integer.toString(1_000_000_000 + image);
    }

    private static ImageVector vector(SplittableRandom random) {
        int[] classes = new int[CLASSES];
        do {
            Arrays.setAll(classes, i -> CocoClasses.pick(random));
        } while (Arrays.stream(classes).distinct().count() < CLASSES);
        int[] counts = new int[CLASSES];
        double[] sums = new double[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            counts[i] = 1 + random.nextInt(5);
            for (int instance = 0; instance < counts[i]; instance++) {
                sums[i] += 1.1 - 0.3 * Math.log(1 - random.nextDouble());
            }
        }
        String[] names = Arrays.stream(classes).mapToObj(CocoClasses::name).toArray(String[]::new);
        return new ImageVector(names, counts, sums);
    }
}
