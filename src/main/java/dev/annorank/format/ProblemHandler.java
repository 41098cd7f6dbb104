package dev.annorank.format;

import java.util.List;

/**
 * Decides what a problem with one image, category or annotation means. If it returns, what is affected is left out and
 * reading goes on. A problem with the file as a whole ({@link FileProblem.Kind#FILE}) always ends the reading.
 */
@FunctionalInterface
public interface ProblemHandler {
    /** Stops at the first problem. */
    ProblemHandler STRICT = problem -> {
        throw new AnnotationFileException(List.of(problem), 1);
    };

    /**
     * Called once a problem, in the file's order.
     *
     * @throws AnnotationFileException to stop the reading
     * @throws java.io.UncheckedIOException if the problem cannot be written down; whoever reads the file throws its cause
     */
    void handle(FileProblem problem) throws AnnotationFileException;
}
