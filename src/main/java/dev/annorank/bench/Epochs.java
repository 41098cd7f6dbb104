package dev.annorank.bench;

import dev.annorank.config.Settings;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.EpochPlan;
import dev.annorank.ranking.EpochPlanner;
import dev.annorank.ranking.PublishPolicy;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What an epoch costs in the ranking itself, without Kafka: planning it, which is an exact ranking of all images, and
 * taking what it publishes, after a thousand images have changed. Some epochs go before unmeasured: until the code is
 * compiled one takes many times as long. About 1 in 100 of the images has no instances, and so is not ranked.
 */
final class Epochs {
    private static final int CHANGES = 1_000;
    private static final int WARM_UP = 20;
    private static final int FEWEST = 5;
    private static final long COCO = CocoEvents.COCO_IMAGES;
    private static final long MILLION = 1_000_000;

    private final Options options;
    private final Report report;

    Epochs(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    /** Measures at COCO's size, a million and ten million images, up to the largest wanted. */
    void run() {
        Settings settings = options.settings().get().build();
        double[] rates =
                settings.pruneRates().stream().mapToDouble(Double::doubleValue).toArray();
        PublishPolicy policy = new PublishPolicy(settings.rankingTolerance(), rates);
        long[] sizes = {Math.min(COCO, options.largest()), MILLION, 10 * MILLION};
        for (long size : sizes) {
            if (size <= options.largest()) {
                options.progress().accept("epoch: " + size + " images");
                measure((int) size, new EpochPlanner(policy));
            }
        }
    }

    private void measure(int images, EpochPlanner planner) {
        SplittableRandom random = new SplittableRandom(options.seed());
        for (int image = 0; image < images; image++) {
            options.stop().check();
            planner.upsert(Integer.toString(image + 1), vector(image, random));
        }
        take(planner.plan());
        for (int i = 0; i < WARM_UP + Math.max(FEWEST, options.repeat()); i++) {
            options.stop().check();
            for (int change = 0; change < CHANGES; change++) {
                int image = random.nextInt(images);
                planner.upsert(Integer.toString(image + 1), vector(image, random));
            }
            long start = System.nanoTime();
            EpochPlan plan = planner.plan();
            long planned = System.nanoTime();
            take(plan);
            long taken = System.nanoTime();
            if (i >= WARM_UP) {
                report.add("epoch", "planMsAt" + images, (planned - start) / 1e6);
                report.add("epoch", "takeMsAt" + images, (taken - planned) / 1e6);
            }
        }
    }

    private static void take(EpochPlan plan) {
        while (!plan.isFinished()) {
            plan.take(Integer.MAX_VALUE, publication -> {}, gone -> {});
        }
    }

    /** Classes and numbers of instances as the events have them; each instance's SI-SCS a little above that of a disc. */
    private ImageVector vector(int number, SplittableRandom random) {
        CocoImage image = new CocoImage(options.seed(), number);
        int[] counts = new int[CocoClasses.size()];
        double[] sums = new double[CocoClasses.size()];
        while (!image.isComplete()) {
            int category = image.label();
            counts[category]++;
            sums[category] += 1.1 - 0.3 * StrictMath.log(1 - random.nextDouble());
        }
        int[] present = IntStream.range(0, counts.length)
                .filter(category -> counts[category] > 0)
                .toArray();
        return new ImageVector(
                Arrays.stream(present).mapToObj(CocoClasses::name).toArray(String[]::new),
                Arrays.stream(present).map(category -> counts[category]).toArray(),
                Arrays.stream(present).mapToDouble(category -> sums[category]).toArray());
    }
}
