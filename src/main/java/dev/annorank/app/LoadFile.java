package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.format.FileProblem;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.format.FileProblem.Subject;
import dev.annorank.format.LabeledInstance;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.coco.CocoFile;
import dev.annorank.intake.LoadCheck;
import dev.annorank.json.Errors;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.RejectedException;
import dev.annorank.model.UserException;
import dev.annorank.score.InstanceScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An annotation file as the events that it is sent as. It is {@linkplain #check checked} to its end first, so that nothing is
 * sent of one that breaks off; then its events are {@linkplain #send sent}. What workers would refuse is left out.
 */
final class LoadFile {
    /** Takes the events of a file. */
    @FunctionalInterface
    interface Consumer {
        void accept(AnnotationEvent event) throws IOException;
    }

    private final Path file;
    private final Settings settings;
    private final boolean crowdsAsInstances;
    private final String dataset;
    private final OptionalLong version;
    private final LoadCheck check;
    /** Offsets of what is left out, ascending. */
    private long[] leftOut = new long[16];

    private int leftOutSize;
    private Set<String> images = Set.of();
    private long namelessImages;
    private int unusableImages;
    /** Length and time of change when it was checked. */
    private List<Object> checked = List.of();
    /** One an image, if it is sent so: nothing says that a file holds an image's annotations side by side. */
    private List<ImageReplaced> replacements = List.of();

    LoadFile(Path file, Settings settings, FileOptions options, String dataset, OptionalLong version) {
        this.file = file;
        this.settings = settings;
        this.crowdsAsInstances = options.isCrowdIncluded();
        this.dataset = dataset;
        this.version = version;
        this.check = new LoadCheck(settings.eventMaxBytes());
    }

    /**
     * Reads the whole file and scores it as workers with the same settings would. Prints what is left out.
     *
     * @param perImage whether the events are to be one an image; its annotations are kept in memory then
     */
    void check(boolean perImage, FileReport report, ProgressReport progress) throws IOException {
        checked = state();
        Map<String, List<Annotation>> annotations = new HashMap<>();
        ProblemHandler problems = problem -> {
            note(problem);
            report.problems().handle(problem);
        };
        CocoFile[] coco = new CocoFile[1];
        try (ScoringPool pool = new ScoringPool(
                Runtime.getRuntime().availableProcessors(),
                () -> new InstanceScorer(settings.measure(), settings.maskMaxPixels(), settings.crowdIncluded()),
                problems,
                (instance, score) -> {
                    try {
                        check.require(instance, event(instance));
                    } catch (RejectedException e) {
                        problems.handle(coco[0].problem(instance, e));
                        return;
                    }
                    report.tally().add(instance.image(), instance.annotation(), score);
                    if (perImage) {
                        annotations
                                .computeIfAbsent(instance.image().id(), id -> new ArrayList<>())
                                .add(sent(instance));
                    }
                })) {
            coco[0] = CocoFile.open(file, pool, progress);
            pool.read(coco[0]);
        }
        images = coco[0].imageIds();
        unusableImages = images.size() - coco[0].images().size();
        if (perImage) {
            replacements = replacements(coco[0].images(), annotations, report.problems());
        }
        report.requireUsable();
        if (replacements.isEmpty() && !annotations.isEmpty()) {
            report.problems().throwIfAny();
        }
        report.print(coco[0].repeatedIds());
    }

    private List<ImageReplaced> replacements(
            List<Image> images, Map<String, List<Annotation>> annotations, ProblemHandler problems) throws IOException {
        List<ImageReplaced> events = new ArrayList<>(images.size());
        for (Image image : images) {
            ImageReplaced event =
                    new ImageReplaced(dataset, version, image, annotations.getOrDefault(image.id(), List.of()));
            try {
                check.require(event);
                events.add(event);
            } catch (RejectedException e) {
                problems.handle(new FileProblem(
                        Kind.IMAGE_TOO_LARGE,
                        file,
                        null,
                        new Subject("", null, image.id()),
                        "image " + Errors.quoted(image.id()) + ": " + e.getMessage()
                                + ", or load without --per-image"));
            }
        }
        return events;
    }

    /** The ids of all images that the file lists, those that cannot be used included; empty before the check. */
    Set<String> images() {
        return images;
    }

    /** Images that the file lists and that cannot be sent, since they have no usable size. */
    int unusableImages() {
        return unusableImages;
    }

    private List<Object> state() throws IOException {
        return List.of(Files.size(file), Files.getLastModifiedTime(file));
    }

    /** @throws UserException if the file is another than the one that was checked */
    private void requireUnchanged() throws IOException {
        if (!checked.equals(state())) {
            throw new UserException(file + " was changed while it was loaded; load it again when it is whole");
        }
    }

    /** @throws UserException if an image of the file may be any: then nothing can be told to be missing from it */
    void requireImagesNamed() {
        if (namelessImages > 0) {
            throw new UserException(file + ": " + namelessImages + " of its images cannot be told by their id, so which"
                    + " images it no longer has is not known; correct them, or load without --replace");
        }
    }

    /** Hands on all events, in the file's order. */
    void send(ProgressReport progress, Consumer consumer) throws IOException {
        if (!replacements.isEmpty()) {
            for (ImageReplaced event : replacements) {
                consumer.accept(event);
            }
            return;
        }
        requireUnchanged();
        int[] next = new int[1];
        CocoFile.open(file, problem -> {}, progress).read(instance -> {
            long offset = instance.position().offset();
            while (next[0] < leftOutSize && leftOut[next[0]] < offset) {
                next[0]++;
            }
            if (next[0] == leftOutSize || leftOut[next[0]] != offset) {
                consumer.accept(event(instance));
            }
        });
        requireUnchanged();
    }

    private AnnotationEvent event(LabeledInstance instance) {
        return new AnnotationUpserted(dataset, version, instance.image(), sent(instance));
    }

    /** What is sent: crowds that are to score are sent as instances, whatever the workers' setting is. */
    private Annotation sent(LabeledInstance instance) {
        Annotation annotation = instance.annotation();
        return crowdsAsInstances && annotation.crowd()
                ? new Annotation(annotation.id(), annotation.category(), annotation.segmentation(), false)
                : annotation;
    }

    private void note(FileProblem problem) {
        Subject subject = problem.subject();
        if (problem.kind() == Kind.IMAGE && (subject == null || subject.image() == null)) {
            namelessImages++;
        }
        if (problem.position() == null || !problem.kind().isOfAnnotation()) {
            return;
        }
        if (leftOutSize == leftOut.length) {
            leftOut = Arrays.copyOf(leftOut, 2 * leftOutSize);
        }
        leftOut[leftOutSize++] = problem.position().offset();
    }
}
