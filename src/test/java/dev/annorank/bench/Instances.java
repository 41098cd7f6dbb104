package dev.annorank.bench;

import dev.annorank.format.LabeledInstance;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.Progress;
import dev.annorank.format.coco.CocoFile;
import dev.annorank.mask.ContourMeasurer;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.score.EventScorer;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.EventWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.openjdk.jmh.infra.Blackhole;

/** All instances of a real dataset, in file order, and what is done to each. Of one thread. */
final class Instances {
    /** Why a benchmark has no figures: not a failure. */
    static final class DataAbsentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        DataAbsentException(String message) {
            super(message);
        }
    }

    private final List<LabeledInstance> all = new ArrayList<>();
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();
    private final InstanceScorer scorer;
    private final EventScorer eventScorer;
    private final EventReader reader = new EventReader(1 << 20);

    /**
     * Reads a dataset of the folder {@code annorank.data}.
     *
     * @param size how many instances it must have: figures are divided by it
     */
    static Instances read(String name, int size, Measure measure) {
        Path file = Path.of(System.getProperty("annorank.data", "../shared/data"), name + ".coco.json.gz");
        if (!Files.exists(file)) {
            throw new DataAbsentException("skipped: " + file.toAbsolutePath().normalize()
                    + " is absent; -Dannorank.data= names the folder that has it");
        }
        Instances instances = new Instances(measure);
        try {
            CocoFile.open(file, ProblemHandler.STRICT, Progress.NONE).read(instances::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (instances.all.size() != size) {
            throw new IllegalStateException(file + " has " + instances.all.size() + " instances, not " + size);
        }
        return instances;
    }

    private Instances(Measure measure) {
        scorer = new InstanceScorer(measure, ContourMeasurer.DEFAULT_MAX_PIXELS);
        eventScorer = new EventScorer(new InstanceScorer(measure, ContourMeasurer.DEFAULT_MAX_PIXELS));
    }

    private void add(LabeledInstance instance) {
        all.add(instance);
        AnnotationEvent event =
                new AnnotationUpserted("default", OptionalLong.empty(), instance.image(), instance.annotation());
        keys.add(EventWriter.key(event));
        values.add(EventWriter.value(event));
    }

    List<LabeledInstance> all() {
        return all;
    }

    /** Scores as a batch does, one instance in some. */
    void score(int step, Blackhole sink) {
        for (int i = 0; i < all.size(); i += step) {
            LabeledInstance instance = all.get(i);
            sink.consume(scorer.score(instance.image(), instance.annotation()));
        }
    }

    /** Scores as a batch does. */
    void score(Blackhole sink) {
        score(1, sink);
    }

    /** Scores as the stream does, with outline and self-crossing. */
    void scoreAndOutline(Blackhole sink) {
        for (LabeledInstance instance : all) {
            sink.consume(scorer.scoreAndOutline(instance.image(), instance.annotation()));
        }
    }

    /** Reads events from their bytes. */
    void readEvents(Blackhole sink) {
        for (int i = 0; i < values.size(); i++) {
            sink.consume(reader.read(keys.get(i), values.get(i)));
        }
    }

    /** From the bytes of an event to the scored event. */
    void scoreEvents(Blackhole sink) {
        for (int i = 0; i < values.size(); i++) {
            sink.consume(eventScorer.score(reader.read(keys.get(i), values.get(i))));
        }
    }
}
