package dev.annorank.bench;

import dev.annorank.score.Measure;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The instances of TACO, polygons, in us an instance. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class TacoBenchmark {
    static final int SIZE = 4784;
    static final int SAMPLE = 184;

    /** Masks painted for OpenCV, one in some of the dataset. */
    @State(Scope.Thread)
    public static class Whole {
        private final OpenCvMasks masks;

        public Whole() {
            masks = new OpenCvMasks(Instances.read("taco", SIZE, Measure.CONTOUR), SAMPLE, false);
        }
    }

    /** Masks painted for OpenCV, one in some of the dataset. */
    @State(Scope.Thread)
    public static class Cropped {
        private final OpenCvMasks masks;

        public Cropped() {
            masks = new OpenCvMasks(Instances.read("taco", SIZE, Measure.CONTOUR), SAMPLE, true);
        }
    }

    private final Instances contour;
    private final Instances polygon;

    public TacoBenchmark() {
        contour = Instances.read("taco", SIZE, Measure.CONTOUR);
        polygon = Instances.read("taco", SIZE, Measure.POLYGON);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public void contour(Blackhole sink) {
        contour.score(sink);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public void contourStream(Blackhole sink) {
        contour.scoreAndOutline(sink);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public void readEvents(Blackhole sink) {
        contour.readEvents(sink);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public void contourEvents(Blackhole sink) {
        contour.scoreEvents(sink);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public void polygon(Blackhole sink) {
        polygon.score(sink);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public void polygonStream(Blackhole sink) {
        polygon.scoreAndOutline(sink);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public void polygonEvents(Blackhole sink) {
        polygon.scoreEvents(sink);
    }

    /** Of the masks that OpenCV measures. */
    @Benchmark
    @OperationsPerInvocation(SAMPLE)
    public void contourSample(Blackhole sink) {
        contour.score(SIZE / SAMPLE, sink);
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLE)
    public void openCvWhole(Whole whole, Blackhole sink) {
        whole.masks.measure(sink);
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLE)
    public void openCvCropped(Cropped cropped, Blackhole sink) {
        cropped.masks.measure(sink);
    }
}
