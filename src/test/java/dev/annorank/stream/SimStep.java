package dev.annorank.stream;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** One step of a simulated history: a record that arrives, or something that happens to a task or to the clock. */
sealed interface SimStep {

    /** An event that arrives. A version of 0 is none: such an event counts as of when it arrives. */
    sealed interface Arrival extends SimStep {
        AnnotationEvent event();

        long version();

        default OptionalLong optionalVersion() {
            return version() == 0 ? OptionalLong.empty() : OptionalLong.of(version());
        }
    }

    record Upsert(String image, String id, String category, int width, int height, long version) implements Arrival {
        @Override
        public AnnotationEvent event() {
            return new AnnotationUpserted(
                    Events.DATASET, optionalVersion(), Events.image(image), Events.box(id, category, width, height));
        }
    }

    record Delete(String image, String id, long version) implements Arrival {
        @Override
        public AnnotationEvent event() {
            return new AnnotationDeleted(Events.DATASET, optionalVersion(), image, id);
        }
    }

    /** The image with so many annotations, each of a class of its own, from {@code width} on each wider than the last. */
    record Replace(String image, int annotations, int width, long version) implements Arrival {
        @Override
        public AnnotationEvent event() {
            List<Annotation> all = new ArrayList<>();
            for (int i = 0; i < annotations; i++) {
                all.add(Events.box("a" + i, "c" + i, width + i, 7));
            }
            return new ImageReplaced(Events.DATASET, optionalVersion(), Events.image(image), all);
        }
    }

    record Drop(String image, long version) implements Arrival {
        @Override
        public AnnotationEvent event() {
            return new ImageDeleted(Events.DATASET, optionalVersion(), image);
        }
    }

    /** The next event that is none. */
    record Bad() implements SimStep {}

    /** A task takes up to so many records. */
    record Work(SimTask.TaskId task, int records) implements SimStep {}

    /** A task commits its transaction. */
    record Commit(SimTask.TaskId task) implements SimStep {}

    /** A task dies, its transaction is aborted, and another worker takes it over; its clock is so far off. */
    record Crash(SimTask.TaskId task, int skewMs) implements SimStep {}

    /** Rank dies, and is taken over by a worker that is configured for these prune rates. */
    record Rates(double first, double second) implements SimStep {}

    /** The reader takes all that has been committed since. */
    record Read() implements SimStep {}

    /** Time passes, everywhere. */
    record Time(int ms) implements SimStep {}

    /** As it is written in Java. */
    default String java() {
        return "new " + getClass().getSimpleName() + "("
                + Arrays.stream(getClass().getRecordComponents())
                        .map(this::java)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private String java(RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(this);
            return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
