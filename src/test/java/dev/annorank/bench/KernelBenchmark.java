package dev.annorank.bench;

import dev.annorank.mask.ContourMeasurer;
import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import dev.annorank.model.ShapeScore;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Scores one square. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
    private final InstanceScorer scorer = new InstanceScorer(Measure.CONTOUR, ContourMeasurer.DEFAULT_MAX_PIXELS);
    private final Image image = Image.of("1", 640, 480);
    private final Annotation square =
            new Annotation("1", "any", Segmentation.Polygons.of(10, 10, 110, 10, 110, 110, 10, 110), false);

    @Benchmark
    public ShapeScore square() {
        return scorer.score(image, square);
    }
}
