package dev.annorank.format;

import dev.annorank.format.FileProblem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the problems of a file by kind and keeps the first of each, so that its owner sees what was left out and why.
 * Memory does not grow with their number.
 */
public final class ProblemReport implements ProblemHandler {
    /** Takes every problem, in the order met. */
    @FunctionalInterface
    public interface Listener {
        void accept(FileProblem problem) throws IOException;
    }

    /** How many of each kind are kept. */
    private static final int KEPT_OF_KIND = 3;

    /** How many are kept whatever their kind. */
    private static final int KEPT = 10;

    private final Listener listener;
    private final Map<Kind, List<FileProblem>> firstOfKind = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<FileProblem> first = new ArrayList<>();

    public ProblemReport() {
        this(problem -> {});
    }

    /** @param listener is given every problem too */
    public ProblemReport(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void handle(FileProblem problem) {
        counts.merge(problem.kind(), 1L, Long::sum);
        keep(problem, firstOfKind.computeIfAbsent(problem.kind(), kind -> new ArrayList<>()), KEPT_OF_KIND);
        keep(problem, first, KEPT);
        try {
            listener.accept(problem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keep(FileProblem problem, List<FileProblem> kept, int max) {
        if (kept.size() < max) {
            kept.add(problem);
        }
    }

    /** How many problems there were. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many annotations were left out. */
    public long annotations() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().isOfAnnotation())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The kinds that there were, with how many of each. */
    public Map<Kind, Long> counts() {
        return Map.copyOf(counts);
    }

    /** The first problems of a kind, three at most, in the order met. */
    public List<FileProblem> first(Kind kind) {
        return List.copyOf(firstOfKind.getOrDefault(kind, List.of()));
    }

    /** The first problems of all kinds, ten at most, in the order met. */
    public List<FileProblem> first() {
        return List.copyOf(first);
    }

    /** Throws if there was a problem. */
    public void throwIfAny() throws AnnotationFileException {
        if (!first.isEmpty()) {
            throw new AnnotationFileException(first, total());
        }
    }
}
