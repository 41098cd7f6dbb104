package dev.annorank.app;

import dev.annorank.files.Outputs;
import dev.annorank.format.FileProblem;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.format.ProblemLines;
import dev.annorank.format.ProblemReport;
import dev.annorank.model.Unscored;
import dev.annorank.model.UserException;
import dev.annorank.score.InstanceTally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an annotation file: what was left out of it and why, and what its instances came to. All problems go to a
 * file of their own where one is named, whatever else comes of the command.
 */
final class FileReport implements AutoCloseable {
    private final Path file;
    private final boolean strict;
    private final @Nullable Path lines;
    private final @Nullable Outputs outputs;
    private final ProblemReport problems;
    private final InstanceTally tally = new InstanceTally();

    FileReport(Path file, FileOptions options) throws IOException {
        this.file = file;
        this.strict = options.isStrict();
        lines = options.problems();
        if (lines == null) {
            outputs = null;
            problems = new ProblemReport();
        } else {
            outputs = new Outputs();
            problems = new ProblemReport(new ProblemLines(outputs.create(lines).stream()));
        }
    }

    /** Takes the problems of the file. */
    ProblemReport problems() {
        return problems;
    }

    /** Counts the instances of the file. */
    InstanceTally tally() {
        return tally;
    }

    /**
     * To be called when the file has been read, before anything is written or sent.
     *
     * @throws dev.annorank.format.AnnotationFileException if there was a problem and the file is taken strictly
     * @throws UserException if problems left nothing of the file
     */
    void requireUsable() throws IOException {
        if (strict) {
            problems.throwIfAny();
        }
        if (tally.instances() == 0 && problems.annotations() > 0) {
            throw new UserException(file + ": none of its " + count(problems.annotations())
                    + " annotations can be used:" + String.join("", lines(problems)));
        }
    }

    /**
     * Says on standard error what was left out and what is odd; nothing where all is well.
     *
     * @param repeatedIds annotations that have the id of one of another image, as far as that matters
     */
    void print(long repeatedIds) {
        printProblems();
        Unscored unscored = tally.unscored();
        say(unscored.words() + (unscored.isAllCrowd() ? ", here --iscrowd include" : ""));
        say(tally.farWords(id -> id));
        if (repeatedIds > 0) {
            System.err.println("annorank: " + count(repeatedIds)
                    + " annotations share their id with one of another image, which is fine here; MMDetection and"
                    + " Detectron2 refuse such a file: --format coco --renumber of rank and export gives each its own");
        }
    }

    private void printProblems() {
        if (problems.total() == 0) {
            return;
        }
        long annotations = problems.annotations();
        System.err.println("annorank: " + file + ": "
                + (annotations == 0
                        ? count(problems.total()) + (problems.total() == 1 ? " entry left out:" : " entries left out:")
                        : count(annotations) + " of " + count(annotations + tally.instances())
                                + " annotations left out:")
                + String.join("", lines(problems)));
        System.err.println("annorank: "
                + (lines == null ? "--problems FILE writes all of them" : lines + " has all of them")
                + ", --strict refuses such a file");
    }

    /** The problems by kind, how many of each and the first, each on a line of its own that begins with a line break. */
    static List<String> lines(ProblemReport problems) {
        List<String> lines = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            long number = problems.counts().getOrDefault(kind, 0L);
            if (number > 0) {
                lines.add("\n  " + count(number) + " " + kind.label());
                for (FileProblem problem : problems.first(kind)) {
                    lines.add("\n    " + problem.located());
                }
                long more = number - problems.first(kind).size();
                if (more > 0) {
                    lines.add("\n    ... and " + count(more) + " more");
                }
            }
        }
        return lines;
    }

    private static void say(String words) {
        if (!words.isEmpty()) {
            System.err.println("annorank: " + words);
        }
    }

    private static String count(long number) {
        return RankCommand.grouped(number);
    }

    /** Puts the file of problems in its place. */
    @Override
    public void close() throws IOException {
        if (outputs != null) {
            try (outputs) {
                outputs.commit();
            }
        }
    }
}
