package dev.annorank.format;

import java.util.List;

/**
 * Decides what a problem with one image, category or annotation means. If it returns, what is affected is left out and
 * reading goes on; of annotations with the same id both are handed on, so that the later one replaces the earlier as in
 * a stream of events. A problem with the file as a whole ({@link FileProblem.Kind#FILE}) always ends the reading.
 */
@FunctionalInterface
public interface ProblemHandler {
    /** Stops at the first problem. */
    ProblemHandler STRICT = problem -> {
        throw new AnnotationFileException(List.of(problem), 1);
    };

    void handle(FileProblem problem) throws AnnotationFileException;
}
