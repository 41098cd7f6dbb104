package dev.annorank.format;

import java.io.IOException;
import java.util.List;

/** An annotation file cannot be used. The message lists the problems, one a line. */
public final class AnnotationFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<FileProblem> problems;
    private final long total;

    /**
     * @param problems the first problems, at least one
     * @param total how many there are
     */
    public AnnotationFileException(List<FileProblem> problems, long total) {
        super(message(problems, total));
        if (problems.isEmpty() || total < problems.size()) {
            throw new IllegalArgumentException(problems.size() + " problems of " + total);
        }
        this.problems = List.copyOf(problems);
        this.total = total;
    }

    public AnnotationFileException(FileProblem problem, Throwable cause) {
        this(List.of(problem), 1);
        initCause(cause);
    }

    /** The first problems. */
    public List<FileProblem> problems() {
        return problems;
    }

    /** How many problems there are. */
    public long total() {
        return total;
    }

    private static String message(List<FileProblem> problems, long total) {
        StringBuilder text = new StringBuilder();
        for (FileProblem problem : problems) {
            text.append(text.isEmpty() ? "" : "\n").append(problem);
        }
        if (total > problems.size()) {
            text.append("\n... and ").append(total - problems.size()).append(" more problems of the same file");
        }
        return text.toString();
    }
}
