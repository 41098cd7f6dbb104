package dev.annorank.format;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.json.AnnotationReader;
import dev.annorank.json.Errors;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An annotation file in COCO's form, or LVIS's, plain or compressed with gzip.
 *
 * <p>It is read as a stream in two passes, since images and categories may stand behind the annotations that need them:
 * {@link #open} reads images and categories (and stops as soon as it has both), {@link #read} hands on one annotation
 * after the other. Memory grows with the number of images and by about 40 bytes an annotation (to find those given
 * twice), not with the length of the file.
 *
 * <ul>
 *   <li>Ids may be strings or integers and are text from there on; an annotation is identified by image and id.
 *   <li>The file name of an image that has none is the tail of its {@code coco_url}, as LVIS wants it.
 *   <li>The mask of an annotation is not decoded here: whether run lengths fill their size shows when it is scored.
 *   <li>An image may be listed twice if both entries are equal, a category if both have one name.
 *   <li>Two annotations with one id on one image are a problem of kind {@link FileProblem.Kind#DUPLICATE}; for a handler
 *       that goes on, both are handed on, and the later replaces the earlier as in a stream of events.
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

    /** A failure of the consumer, which is none of the file's. */
    private static final class ConsumerFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final IOException failure;

        ConsumerFailure(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private final Path file;
    private final ProblemHandler problems;
    private final Progress progress;
    private final long bytes;
    private final CocoIndex index = new CocoIndex();

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
     */
    public static CocoFile open(Path file, ProblemHandler problems, Progress progress) throws AnnotationFileException {
        CocoFile coco = new CocoFile(file, problems, progress, size(file));
        CocoText.read(file, progress, 0, 2 * coco.bytes, text -> coco.index.read(text, problems));
        progress.report(coco.bytes, 2 * coco.bytes);
        return coco;
    }

    /** Usable images in the file's order, each once. */
    public List<Image> images() {
        return Collections.unmodifiableList(index.images);
    }

    /** Usable categories in the file's order, each once, those without annotations too. */
    public List<Category> categories() {
        return Collections.unmodifiableList(index.categories);
    }

    /**
     * Hands on every usable annotation.
     *
     * @throws AnnotationFileException as {@link #open}, or if the file has no list of annotations
     * @throws IOException from the consumer
     */
    public void read(Consumer consumer) throws IOException {
        try {
            CocoText.read(file, progress, bytes, 2 * bytes, text -> readFields(text, consumer));
        } catch (ConsumerFailure e) {
            throw e.failure;
        }
        progress.report(2 * bytes, 2 * bytes);
    }

    /** The problem that an instance of this file is of no use, for those who find out after they were given it. */
    public FileProblem problem(LabeledInstance instance, RejectedException rejection) {
        return CocoText.problem(file, Kind.ANNOTATION, instance.position(), rejection.getMessage());
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
        SeenAnnotations seen = new SeenAnnotations();
        for (JsonToken token = parser.nextToken(); token != END_ARRAY; token = parser.nextToken()) {
            Position position = text.position();
            if (token != START_OBJECT) {
                String wrong =
                        Errors.wrong(parser, Reason.BAD_FIELD, "an object").getMessage();
                problems.handle(text.problem(Kind.ANNOTATION, position, wrong));
                parser.skipChildren();
                continue;
            }
            reader.read(parser);
            try {
                take(text, reader, position, seen, consumer);
            } catch (RejectedException e) {
                problems.handle(text.problem(Kind.ANNOTATION, position, e.getMessage()));
            }
        }
    }

    private void take(
            CocoText text, AnnotationReader reader, Position position, SeenAnnotations seen, Consumer consumer)
            throws AnnotationFileException {
        int image = index.image(reader.imageId());
        int category = index.category(reader.categoryId());
        if (image == CocoIndex.UNUSABLE || category == CocoIndex.UNUSABLE) {
            return;
        }
        requireListed(image, reader.path() + ".image_id", reader.imageId(), "images");
        requireListed(category, reader.path() + ".category_id", reader.categoryId(), "categories");
        Image on = index.images.get(image);
        Category of = index.categories.get(category);
        LabeledInstance instance = new LabeledInstance(on, of, reader.annotation(of.name()), position);
        long first = seen.putIfAbsent(image, instance.annotation().id(), position.offset());
        if (first >= 0) {
            String message = "annotation " + Errors.quoted(instance.annotation().id()) + " of image "
                    + Errors.quoted(on.id()) + " is given twice, first at byte " + first + ", again at byte "
                    + position.offset() + "; give each annotation of an image an id of its own";
            problems.handle(text.problem(Kind.DUPLICATE, position, message));
        }
        try {
            consumer.accept(instance);
        } catch (IOException e) {
            throw new ConsumerFailure(e);
        }
    }

    private static void requireListed(int known, String field, String id, String list) {
        if (known == CocoIndex.UNKNOWN) {
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    field + " is " + Errors.quoted(id) + ", which is not in \"" + list
                            + "\"; list it there or leave the annotation out");
        }
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
        throw new AnnotationFileException(List.of(new FileProblem(Kind.FILE, file, null, problem)), 1);
    }
}
