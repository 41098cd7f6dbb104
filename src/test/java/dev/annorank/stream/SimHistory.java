package dev.annorank.stream;

import dev.annorank.stream.SimStep.Bad;
import dev.annorank.stream.SimStep.Commit;
import dev.annorank.stream.SimStep.Crash;
import dev.annorank.stream.SimStep.Delete;
import dev.annorank.stream.SimStep.Drop;
import dev.annorank.stream.SimStep.Rates;
import dev.annorank.stream.SimStep.Read;
import dev.annorank.stream.SimStep.Replace;
import dev.annorank.stream.SimStep.Time;
import dev.annorank.stream.SimStep.Upsert;
import dev.annorank.stream.SimStep.Work;
import dev.annorank.stream.SimTask.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A history to be simulated: 10 to 60 records of a few images, out of order and some of them twice, and between them what
 * tasks, workers and clocks do.
 *
 * @param tolerance of published percentiles
 * @param publishChunk records that rank publishes a tick
 */
record SimHistory(double tolerance, int publishChunk, List<SimStep> steps) {
    private static final double[] TOLERANCES = {0, 0.001, 0.2, 0.5};
    private static final int[] CHUNKS = {1, 1, 2, 4, 1000};
    /** Rank remembers most, hence it is chosen most often. */
    private static final TaskId[] TASKS = {
        TaskId.SCORE, TaskId.COLLECT_0, TaskId.COLLECT_1, TaskId.RANK, TaskId.RANK, TaskId.RANK
    };

    /** Of whatever happens to this image the events have no versions. */
    private static final String UNVERSIONED = "u";

    static SimHistory of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double tolerance = TOLERANCES[random.nextInt(TOLERANCES.length)];
        int chunk = CHUNKS[random.nextInt(CHUNKS.length)];
        int crashes = random.nextInt(16);
        List<SimStep> steps = new ArrayList<>();
        for (SimStep record : records(random)) {
            steps.add(record);
            for (int i = random.nextInt(6); i > 0; i--) {
                steps.addAll(happening(random, crashes));
            }
        }
        return new SimHistory(tolerance, chunk, steps);
    }

    private static List<SimStep> records(SplittableRandom random) {
        int count = 10 + random.nextInt(51);
        int images = 1 + random.nextInt(8);
        List<SimStep> records = new ArrayList<>();
        for (int version = 1; version <= count; version++) {
            int what = random.nextInt(20);
            if (what == 0) {
                records.add(new Bad());
            } else if (what < 3 && !records.isEmpty()) {
                records.add(records.get(random.nextInt(records.size())));
            } else {
                records.add(event(random, images, version));
            }
        }
        for (int i = 0; i < count / 4; i++) {
            int late = random.nextInt(count);
            records.add(Math.min(count - 1, late + random.nextInt(10)), records.remove(late));
        }
        return records;
    }

    private static SimStep event(SplittableRandom random, int images, int version) {
        String image = random.nextInt(8) == 0 ? UNVERSIONED : "i" + random.nextInt(images);
        long its = image.equals(UNVERSIONED) ? 0 : version;
        String id = "a" + random.nextInt(3);
        int what = random.nextInt(20);
        if (what < 12) {
            return new Upsert(
                    image,
                    id,
                    "c" + random.nextInt(3),
                    5 + random.nextInt(30),
                    random.nextInt(12) == 0 ? 0 : 5 + random.nextInt(30),
                    its);
        }
        if (what < 15) {
            return new Delete(image, id, its);
        }
        // More than 64 classes are stored one by one.
        int annotations = random.nextInt(20) == 0 ? 62 + random.nextInt(6) : random.nextInt(4);
        return what < 18 ? new Replace(image, annotations, 5 + random.nextInt(30), its) : new Drop(image, its);
    }

    private static List<SimStep> happening(SplittableRandom random, int crashes) {
        TaskId task = TASKS[random.nextInt(TASKS.length)];
        SimStep work = new Work(task, 1 + random.nextInt(8));
        int what = random.nextInt(100);
        if (what < crashes) {
            SimStep crash = new Crash(task, random.nextInt(3) == 0 ? random.nextInt(2000) - 1000 : 0);
            // What was taken, but nothing has come of yet, is what is forgotten most easily.
            return random.nextInt(3) > 0 ? List.of(work, new Commit(task), crash) : List.of(crash);
        }
        if (what < 50) {
            return List.of(work);
        }
        if (what < 75) {
            return List.of(new Commit(task));
        }
        if (what < 92) {
            return List.of(new Time(10 + random.nextInt(30)));
        }
        return List.of(
                what < 99 ? new Read() : new Rates((1 + random.nextInt(4)) / 10.0, (5 + random.nextInt(4)) / 10.0));
    }

    List<String> run() {
        return Simulation.run(tolerance, publishChunk, steps);
    }

    /** The shortest history that still fails, as far as leaving out steps goes. */
    SimHistory shrink(Predicate<SimHistory> fails) {
        SimHistory least = this;
        for (int size = steps.size() / 2; size > 0; size /= 2) {
            for (int at = 0; at < least.steps.size(); ) {
                List<SimStep> fewer = new ArrayList<>(least.steps);
                fewer.subList(at, Math.min(fewer.size(), at + size)).clear();
                SimHistory tried = new SimHistory(tolerance, publishChunk, fewer);
                if (fails.test(tried)) {
                    least = tried;
                } else {
                    at += size;
                }
            }
        }
        return least;
    }

    /** As it is written in a test. */
    String java() {
        return steps.stream()
                .map(step -> "    " + step.java())
                .collect(Collectors.joining(
                        ",\n", "Simulation.run(" + tolerance + ", " + publishChunk + ", List.of(\n", "))"));
    }
}
