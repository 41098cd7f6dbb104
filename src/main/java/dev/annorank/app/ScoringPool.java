package dev.annorank.app;

import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.FileProblem;
import dev.annorank.format.LabeledInstance;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.coco.CocoFile;
import dev.annorank.model.RejectedException;
import dev.annorank.model.ShapeScore;
import dev.annorank.score.InstanceScorer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scores the instances of a file on all processors while the file is read. What comes of it is handed on by the reading
 * thread in the file's order, and so are the file's problems, those of a score among them: as if each instance were
 * scored when it is read. What is waiting is bounded by its size.
 *
 * <p>It is the handler of problems of the {@link CocoFile} that it reads. For one file and one thread.
 */
final class ScoringPool implements ProblemHandler, CocoFile.Consumer, AutoCloseable {
    /** Takes what comes of an instance. */
    @FunctionalInterface
    interface Receiver {
        void accept(LabeledInstance instance, ShapeScore score) throws IOException;
    }

    /** A part of a file: instances and problems in its order. */
    private final class Part {
        final List<Object> entries = new ArrayList<>();
        final FutureTask<List<Object>> task = new FutureTask<>(this::score);
        long values;

        /** For each instance its score, or the rejection of its mask; for each problem itself. */
        private List<Object> score() {
            InstanceScorer idle = scorers.poll();
            InstanceScorer scorer = idle == null ? newScorer.get() : idle;
            List<Object> results = new ArrayList<>(entries.size());
            for (Object entry : entries) {
                try {
                    results.add(
                            entry instanceof LabeledInstance instance
                                    ? scorer.score(instance.image(), instance.annotation())
                                    : entry);
                } catch (RejectedException e) {
                    results.add(e);
                }
            }
            scorers.add(scorer);
            return results;
        }
    }

    /** A part is full with so many entries, or so many coordinates or bytes of run lengths. */
    private static final int PART_ENTRIES = 32;

    private static final long PART_VALUES = 1 << 16;
    private static final int PARTS_PER_THREAD = 4;

    private final Supplier<InstanceScorer> newScorer;
    private final ProblemHandler problems;
    private final Receiver receiver;
    private final int maxWaiting;
    private final @Nullable ExecutorService helpers;
    private final Queue<InstanceScorer> scorers = new ConcurrentLinkedQueue<>();
    private final Deque<Part> waiting = new ArrayDeque<>();
    private Part part = new Part();
    private @Nullable CocoFile file;

    /**
     * A pool.
     *
     * @param threads how many score, the reading thread among them; at least 1
     * @param newScorer makes a scorer for each thread
     * @param problems takes the problems in the file's order
     * @param receiver takes the scores in the file's order
     */
    ScoringPool(int threads, Supplier<InstanceScorer> newScorer, ProblemHandler problems, Receiver receiver) {
        this.newScorer = newScorer;
        this.problems = problems;
        this.receiver = receiver;
        this.maxWaiting = threads == 1 ? 0 : PARTS_PER_THREAD * threads;
        this.helpers = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1);
    }

    /**
     * Reads the annotations of a file whose handler of problems this is.
     *
     * @throws IOException as {@link CocoFile#read}, or from the handler of problems or the receiver
     */
    void read(CocoFile coco) throws IOException {
        file = coco;
        try {
            coco.read(this);
        } finally {
            // If the file breaks off here, what stands before it comes first.
            submit();
            handOn(0);
        }
    }

    @Override
    public void handle(FileProblem problem) throws AnnotationFileException {
        if (file == null) {
            problems.handle(problem);
            return;
        }
        part.entries.add(problem);
        try {
            handOnIfFull();
        } catch (AnnotationFileException e) {
            throw e;
        } catch (IOException e) {
            // The receiver's: whoever reads the file throws its cause.
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void accept(LabeledInstance instance) throws IOException {
        part.entries.add(instance);
        part.values += instance.annotation().segmentation().values();
        handOnIfFull();
    }

    private void handOnIfFull() throws IOException {
        if (part.entries.size() >= PART_ENTRIES || part.values >= PART_VALUES) {
            submit();
            handOn(maxWaiting);
        }
    }

    private void submit() {
        waiting.add(part);
        if (helpers != null) {
            helpers.execute(part.task);
        }
        part = new Part();
    }

    /** Hands on what comes of the first parts, until so many are left. */
    private void handOn(int left) throws IOException {
        while (waiting.size() > left) {
            Part first = waiting.element();
            // Rather than wait, this thread scores what no other has begun; a task runs once, whoever runs it.
            Iterator<Part> last = waiting.descendingIterator();
            while (!first.task.isDone() && last.hasNext()) {
                last.next().task.run();
            }
            try {
                handOn(first);
            } catch (IOException | RuntimeException | Error e) {
                waiting.clear();
                throw e;
            }
            waiting.remove();
        }
    }

    private void handOn(Part first) throws IOException {
        List<Object> results = results(first);
        for (int i = 0; i < results.size(); i++) {
            Object result = results.get(i);
            if (result instanceof FileProblem problem) {
                problems.handle(problem);
            } else if (first.entries.get(i) instanceof LabeledInstance instance) {
                if (result instanceof RejectedException rejection) {
                    problems.handle(Objects.requireNonNull(file).problem(instance, rejection));
                } else {
                    receiver.accept(instance, (ShapeScore) result);
                }
            }
        }
    }

    private static List<Object> results(Part part) throws IOException {
        try {
            return part.task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while scoring");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (helpers != null) {
            helpers.shutdownNow();
        }
    }
}
