package dev.annorank.format.coco;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.Category;
import dev.annorank.format.FileProblem;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.format.FileProblem.Subject;
import dev.annorank.format.LabeledInstance;
import dev.annorank.format.Position;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.Progress;
import dev.annorank.json.AnnotationReader;
import dev.annorank.json.Errors;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An annotation file in COCO's form, or LVIS's, plain or compressed with gzip.
 *
 * <p>It is read as a stream in two passes, since images and categories may stand behind the annotations that need them:
 * {@link #open} reads images and categories (and stops as soon as it has both), {@link #read} hands on one annotation
 * after the other. Memory grows with the number of images and by about 40 bytes an annotation (to find those given
 * twice), not with the length of the file.
 *
 * <ul>
 *   <li>Ids may be strings or whole numbers and are text from there on; an annotation is identified by image and id. Of two
 *       annotations of an image with one id the first counts. One id on several images is no problem.
 *   <li>What cannot be used is a problem of its kind, and left out if the handler of problems goes on. That includes an
 *       annotation without a mask, which is a box.
 *   <li>The file name of an image that has none is the tail of its {@code coco_url}, as LVIS wants it.
 *   <li>The mask of an annotation is not decoded here: whether run lengths fill their size shows when it is scored.
 *   <li>Of an image or a category that is listed twice and differently the first entry counts.
 * </ul>
 */
public final class CocoFile {
    /** Takes the annotations of a file. */
    @FunctionalInterface
    public interface Consumer {
        /**
         * Called once an annotation, in the file's order.
         *
         * @throws RejectedException if the annotation is of no use to the consumer, for example because its mask cannot be
         *     decoded: a problem of the file like any other, with its place
         */
        void accept(LabeledInstance instance) throws IOException;
    }

    private final Path file;
    private final ProblemHandler problems;
    private final Progress progress;
    private final long bytes;
    private final CocoIndex index = new CocoIndex();
    private SeenAnnotations seen = new SeenAnnotations();

    private CocoFile(Path file, ProblemHandler problems, Progress progress, long bytes) {
        this.file = file;
        this.problems = problems;
        this.progress = progress;
        this.bytes = bytes;
    }

    /**
     * Reads images and categories.
     *
     * @param problems decides what a single unusable image, category or (later) annotation means
     * @throws AnnotationFileException if the file cannot be read, is not JSON or lacks one of the lists, or if
     *     {@code problems} says so
     * @throws IOException from {@code problems}
     */
    public static CocoFile open(Path file, ProblemHandler problems, Progress progress) throws IOException {
        CocoFile coco = new CocoFile(file, problems, progress, size(file));
        coco.pass(0, text -> coco.index.read(text, problems));
        progress.report(coco.bytes, 2 * coco.bytes);
        return coco;
    }

    /** Usable images in the file's order, each once. */
    public List<Image> images() {
        return Collections.unmodifiableList(index.images);
    }

    /** The ids of all images that are listed, unusable ones included. */
    public Set<String> imageIds() {
        return index.imageIds();
    }

    /** Usable categories in the file's order, each once, those without annotations too. */
    public List<Category> categories() {
        return Collections.unmodifiableList(index.categories);
    }

    /**
     * Hands on every usable annotation.
     *
     * @throws AnnotationFileException as {@link #open}, or if the file has no list of annotations
     * @throws IOException from the consumer or the handler of problems
     */
    public void read(Consumer consumer) throws IOException {
        seen = new SeenAnnotations();
        pass(bytes, text -> readFields(text, consumer));
        progress.report(2 * bytes, 2 * bytes);
    }

    /** How many of the annotations read have an id that an annotation of another image had before. */
    public long repeatedIds() {
        return seen.repeated();
    }

    /** The problem that an instance of this file is of no use, for those who find out after they were given it. */
    public FileProblem problem(LabeledInstance instance, RejectedException rejection) {
        return CocoText.problem(
                file,
                Kind.of(rejection.reason()),
                instance.position(),
                new Subject(
                        instance.path(),
                        instance.annotation().id(),
                        instance.image().id()),
                rejection.getMessage());
    }

    /** A failure of a consumer or of the handler of problems is none of the file's. */
    private void pass(long before, CocoText.Pass pass) throws IOException {
        try {
            CocoText.read(file, progress, before, 2 * bytes, pass);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void readFields(CocoText text, Consumer consumer) throws IOException {
        JsonParser parser = text.parser();
        Set<String> lists = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            boolean annotations = name.equals("annotations");
            if ((annotations || name.equals("images") || name.equals("categories")) && !lists.add(name)) {
                throw text.broken(text.position(), "has the list \"" + name + "\" twice; join the two");
            }
            if (annotations) {
                text.requireArray(name);
                readAnnotations(text, consumer);
            } else {
                parser.skipChildren();
            }
        }
        text.requireEnd();
        if (!lists.contains("annotations")) {
            throw text.broken(null, "has no list \"annotations\"; is it a COCO annotation file?");
        }
    }

    private void readAnnotations(CocoText text, Consumer consumer) throws IOException {
        JsonParser parser = text.parser();
        AnnotationReader reader = new AnnotationReader();
        Position firstPanoptic = null;
        boolean hasOthers = false;
        for (JsonToken token = parser.nextToken(); token != END_ARRAY; token = parser.nextToken()) {
            Position position = text.position();
            if (token != START_OBJECT) {
                String wrong =
                        Errors.wrong(parser, Reason.BAD_FIELD, "an object").getMessage();
                problems.handle(
                        text.problem(Kind.FIELD, position, new Subject(Errors.path(parser), null, null), wrong));
                parser.skipChildren();
                continue;
            }
            reader.read(parser);
            if (reader.isPanoptic() && !reader.hasMask()) {
                firstPanoptic = firstPanoptic == null ? position : firstPanoptic;
            } else {
                hasOthers = true;
            }
            try {
                take(text, reader, position, consumer);
            } catch (RejectedException e) {
                handle(text, reader, position, Kind.of(e.reason()), e.getMessage());
            }
        }
        if (firstPanoptic != null && !hasOthers) {
            throw text.broken(
                    firstPanoptic,
                    "is a COCO panoptic file: its masks are in PNG files, segments_info only names them;"
                            + " convert it to COCO instances first, for example with panoptic2detection_coco_format.py"
                            + " of panopticapi");
        }
    }

    private void take(CocoText text, AnnotationReader reader, Position position, Consumer consumer)
            throws AnnotationFileException {
        int image = index.image(reader.imageId());
        if (image < 0) {
            handle(text, reader, position, Kind.UNKNOWN_IMAGE, unknownImage(reader, image));
            return;
        }
        int category = index.category(reader.categoryId());
        if (category < 0) {
            handle(
                    text,
                    reader,
                    position,
                    Kind.UNKNOWN_CATEGORY,
                    unlisted(reader.path() + ".category_id", reader.categoryId(), "categories"));
            return;
        }
        if (!reader.hasMask()) {
            String message =
                    reader.path() + ".segmentation is missing, empty or a box of 4 numbers; an instance needs a mask";
            handle(text, reader, position, Kind.NO_MASK, message);
            return;
        }
        Category of = index.categories.get(category);
        LabeledInstance instance =
                new LabeledInstance(index.images.get(image), of, reader.annotation(of.name()), reader.path(), position);
        long first = seen.putIfAbsent(image, instance.annotation().id(), position.offset());
        if (first >= 0) {
            String message = "its image has another annotation of this id, at byte " + first
                    + "; the first counts; give each annotation of an image an id of its own";
            handle(text, reader, position, Kind.DUPLICATE, message);
            return;
        }
        try {
            consumer.accept(instance);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(CocoText text, AnnotationReader reader, Position position, Kind kind, @Nullable String message)
            throws AnnotationFileException {
        Subject subject = new Subject(reader.path(), reader.knownId(), reader.knownImageId());
        problems.handle(text.problem(kind, position, subject, message));
    }

    private String unknownImage(AnnotationReader reader, int image) {
        String id = reader.imageId();
        return image == CocoIndex.UNUSABLE
                ? "its image cannot be used: " + index.unusable(id)
                : unlisted(reader.path() + ".image_id", id, "images");
    }

    private static String unlisted(String field, String id, String list) {
        return field + " is " + Errors.quoted(id) + ", which is not in \"" + list
                + "\"; list it there or leave the annotation out";
    }

    /** Bytes of the file as stored; a file that cannot be read is a problem. */
    static long size(Path file) throws AnnotationFileException {
        String problem;
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                return attributes.size();
            }
            problem = attributes.isDirectory()
                    ? "is a directory; an annotation file is needed"
                    : "is a pipe or a device; it is read twice: save it to a file first";
        } catch (IOException e) {
            problem = Files.notExists(file) ? "does not exist" : "cannot be read: " + e;
        }
        throw new AnnotationFileException(List.of(new FileProblem(Kind.FILE, file, null, null, problem)), 1);
    }
}
