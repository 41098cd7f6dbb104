package dev.annorank.format.coco;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.Examples;
import dev.annorank.format.ImageFacts;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.Progress;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A COCO or LVIS file without the images that are not kept and their annotations. Everything else stays, in its order:
 * all categories, {@code info}, {@code licenses}, fields nobody here knows, ids, and numbers as they are spelled.
 *
 * <p>An annotation follows its image: all of a kept image's annotations stay, whether or not annorank can rank them (boxes
 * without a mask, unknown categories, broken masks). What names no image that the file lists is left out: {@code null}
 * and other entries that are no objects, those without an id of an image or with a wrong one, annotations of images that
 * are not listed. Each is a problem. Of an image that is listed twice the first entry stays; one that differs is a problem.
 *
 * <p>The file is read as a stream twice, as JSON only: no mask is decoded. The first pass reads it to its end, so that of a
 * broken file nothing is written. Memory grows with the number of images, of kept annotations by about 40 bytes each, and
 * with the longest single annotation.
 */
public final class CocoFilter {
    static final String IMAGES = "images";
    static final String ANNOTATIONS = "annotations";
    private static final String IMAGES_ID = "id";
    private static final String ANNOTATIONS_IMAGE = "image_id";

    /**
     * What a filtered file holds.
     *
     * @param images images in it
     * @param dropped images left out because they are not kept
     * @param unknown images left out because the ranking does not know them
     * @param annotations annotations in it
     * @param annotationsDropped annotations left out with their images, the unusable ones included
     * @param unusable entries of both lists that were left out because they name no image
     * @param renumbered whether annotations were given new ids
     * @param repeatedIds annotations in it whose id one before it has; 0 if they were given new ids
     */
    public record Counts(
            int images,
            int dropped,
            int unknown,
            long annotations,
            long annotationsDropped,
            long unusable,
            boolean renumbered,
            long repeatedIds) {}

    private final Path file;
    private final Progress progress;
    private final long bytes;
    private final CocoSurvey survey;
    private final Set<String> written = new HashSet<>();
    private final Examples repeatedIds = new Examples();
    private long annotations;
    private long annotationsDropped;

    private CocoFilter(Path file, Set<String> kept, Progress progress, long bytes) {
        this.file = file;
        this.progress = progress;
        this.bytes = bytes;
        this.survey = new CocoSurvey(kept);
    }

    /**
     * Reads the file once, to its end.
     *
     * @param kept images to keep
     * @param known whether the ranking knows an image that is not kept
     * @param problems decides what an entry that names no image means
     * @throws AnnotationFileException if the file cannot be read, is not JSON or has no list {@code images}, or if {@code
     *     problems} says so
     * @throws IOException from {@code problems}
     */
    public static CocoFilter open(
            Path file, Set<String> kept, Predicate<String> known, ProblemHandler problems, Progress progress)
            throws IOException {
        CocoFilter filter = new CocoFilter(file, kept, progress, CocoFile.size(file));
        try {
            CocoText.read(file, progress, 0, 2 * filter.bytes, text -> filter.survey.read(text, known, problems));
        } catch (UncheckedIOException e) {
            // Of the handler of problems.
            throw e.getCause();
        }
        return filter;
    }

    /** Images to keep that the file lacks. */
    public Examples missing() {
        return survey.missing();
    }

    /** What the file says of an image to keep; empty if it lacks the image. */
    public Optional<ImageFacts> image(String id) {
        return survey.image(id);
    }

    /** Ids that several of the annotations have that {@link #write} wrote with their own ids. */
    public Examples repeatedIds() {
        return repeatedIds;
    }

    /**
     * Reads the file again and writes what is kept of it. Does not close {@code out}. To be called once.
     *
     * @param renumber whether annotations are numbered from 1 in the file's order, in place of their own ids
     * @throws AnnotationFileException if the file is another by now
     * @throws IOException from {@code out}
     */
    public Counts write(OutputStream out, boolean renumber) throws IOException {
        try {
            CocoText.read(file, progress, bytes, 2 * bytes, text -> copyFields(text, new Target(out), renumber));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        progress.report(2 * bytes, 2 * bytes);
        return new Counts(
                written.size(),
                survey.dropped(),
                survey.unknown(),
                annotations,
                annotationsDropped,
                survey.unusable(),
                renumber,
                repeatedIds.count());
    }

    /** The field by which an entry of a list says which image it is or belongs to; empty for all that is copied as it is. */
    static Optional<String> imageField(String list) {
        return switch (list) {
            case IMAGES -> Optional.of(IMAGES_ID);
            case ANNOTATIONS -> Optional.of(ANNOTATIONS_IMAGE);
            default -> Optional.empty();
        };
    }

    private void copyFields(CocoText text, OutputStream out, boolean renumber) throws IOException {
        JsonParser parser = text.parser();
        String before = "{\n";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            put(out, before);
            try (JsonGenerator generator = generator(out)) {
                generator.writeString(name);
            }
            put(out, ": ");
            switch (name) {
                case IMAGES -> copyImages(text, out);
                case ANNOTATIONS -> copyAnnotations(text, out, renumber);
                default -> {
                    try (JsonGenerator generator = generator(out)) {
                        CocoItem.copy(parser, generator);
                    }
                }
            }
            before = ",\n";
        }
        put(out, "\n}\n");
    }

    private void copyImages(CocoText text, OutputStream out) throws IOException {
        CocoItem item = new CocoItem(IMAGES_ID);
        Copies copies = new Copies(out);
        while (text.parser().nextToken() != END_ARRAY) {
            copies.read(text.parser(), item, 0);
            String image = item.image();
            if (image != null && survey.index(image) >= 0 && written.add(image)) {
                copies.keep();
            }
        }
        copies.end();
    }

    private void copyAnnotations(CocoText text, OutputStream out, boolean renumber) throws IOException {
        CocoItem item = new CocoItem(ANNOTATIONS_IMAGE);
        Copies copies = new Copies(out);
        SeenAnnotations seen = new SeenAnnotations();
        while (text.parser().nextToken() != END_ARRAY) {
            copies.read(text.parser(), item, renumber ? annotations + 1 : 0);
            String image = item.image();
            int index = image == null ? -1 : survey.index(image);
            if (image == null || index < 0) {
                annotationsDropped++;
                continue;
            }
            annotations++;
            copies.keep();
            String id = item.id();
            if (!renumber && id != null) {
                // One space of ids: whatever the image, as those who read the file have it.
                long first = seen.putIfAbsent(0, id, index);
                if (first >= 0) {
                    repeatedIds.add(Errors.shown(id, 40) + " (images " + Errors.shown(survey.image((int) first), 40)
                            + " and " + Errors.shown(image, 40) + ")");
                }
            }
        }
        copies.end();
    }

    /** The entries of a list that are copied. */
    private static final class Copies {
        private final OutputStream out;
        private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
        private String before = "[\n";

        Copies(OutputStream out) {
            this.out = out;
        }

        /** Reads an entry; which image it is of may be said in its last field. */
        void read(JsonParser parser, CocoItem item, long number) throws IOException {
            entry.reset();
            try (JsonGenerator generator = generator(entry)) {
                item.copy(parser, generator, number);
            }
        }

        void keep() throws IOException {
            put(out, before);
            entry.writeTo(out);
            before = ",\n";
        }

        void end() throws IOException {
            put(out, before.startsWith("[") ? "[]" : "\n]");
        }
    }

    private static JsonGenerator generator(OutputStream out) throws IOException {
        return Json.generator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                // As escapes, half a pair can be copied too.
                .disable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
    }

    private static void put(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    /** Tells a failure to write from a failure to read. */
    private static final class Target extends FilterOutputStream {
        Target(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
