package dev.annorank.format;

import java.util.ArrayList;
import java.util.List;

/** Counts problems and keeps the first of them, so that the owner of a file sees several at once. */
public final class ProblemCollector implements ProblemHandler {
    private final int kept;
    private final List<FileProblem> first = new ArrayList<>();
    private long total;

    /** @param kept how many problems to keep, at least 1 */
    public ProblemCollector(int kept) {
        if (kept < 1) {
            throw new IllegalArgumentException("kept is " + kept);
        }
        this.kept = kept;
    }

    @Override
    public void handle(FileProblem problem) {
        total++;
        if (first.size() < kept) {
            first.add(problem);
        }
    }

    /** How many problems there were. */
    public long total() {
        return total;
    }

    /** The first problems, in the order met. */
    public List<FileProblem> first() {
        return List.copyOf(first);
    }

    /** Throws if there was a problem. */
    public void throwIfAny() throws AnnotationFileException {
        if (total > 0) {
            throw new AnnotationFileException(first, total);
        }
    }
}
