package dev.annorank.format;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.format.FileProblem.Subject;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A COCO or LVIS file without the images that are not kept and their annotations. Everything else stays, in its order:
 * all categories, {@code info}, {@code licenses}, fields nobody here knows, ids, and numbers as they are spelled.
 *
 * <p>The file is read as a stream twice, as JSON only: no mask is decoded, so a file that is more (or less) than annorank
 * can rank is filtered as well. The first pass reads it to its end, so that of a broken file nothing is written. Memory
 * grows with the number of kept images and the longest single annotation.
 */
public final class CocoFilter {
    private static final String IMAGES = "images";
    private static final String IMAGES_ID = "id";
    private static final String ANNOTATIONS = "annotations";
    private static final String ANNOTATIONS_IMAGE = "image_id";

    /**
     * What a filtered file holds.
     *
     * @param images images in it, each counted once
     * @param dropped images left out because they are not kept
     * @param unknown images left out because the ranking does not know them
     * @param annotations annotations in it
     * @param annotationsDropped annotations left out
     */
    public record Counts(int images, int dropped, int unknown, long annotations, long annotationsDropped) {}

    private final Path file;
    private final Progress progress;
    private final long bytes;
    private final Set<String> kept;
    private final Set<String> found = new HashSet<>();
    private final Set<String> dropped = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();
    private long annotations;
    private long annotationsDropped;

    private CocoFilter(Path file, Set<String> kept, Progress progress, long bytes) {
        this.file = file;
        this.kept = kept;
        this.progress = progress;
        this.bytes = bytes;
    }

    /**
     * Reads the file once, to its end.
     *
     * @param kept images to keep
     * @param known whether the ranking knows an image that is not kept
     * @throws AnnotationFileException if the file cannot be read, is not JSON, has no list {@code images}, or holds an image
     *     or annotation that does not say which image it is or belongs to
     */
    public static CocoFilter open(Path file, Set<String> kept, Predicate<String> known, Progress progress)
            throws AnnotationFileException {
        CocoFilter filter = new CocoFilter(file, kept, progress, CocoFile.size(file));
        CocoText.read(file, progress, 0, 2 * filter.bytes, text -> filter.survey(text, known));
        return filter;
    }

    /** Images to keep that the file lacks, the first of them. */
    public List<String> missing(int limit) {
        return kept.stream()
                .filter(image -> !found.contains(image))
                .limit(limit)
                .toList();
    }

    /** How many images to keep the file lacks. */
    public int missing() {
        return kept.size() - found.size();
    }

    /**
     * Reads the file again and writes what is kept of it. Does not close {@code out}.
     *
     * @throws AnnotationFileException if the file is another by now
     * @throws IOException from {@code out}
     */
    public Counts write(OutputStream out) throws IOException {
        annotations = 0;
        annotationsDropped = 0;
        try {
            CocoText.read(file, progress, bytes, 2 * bytes, text -> copyFields(text, new Target(out)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        progress.report(2 * bytes, 2 * bytes);
        return new Counts(found.size(), dropped.size(), unknown.size(), annotations, annotationsDropped);
    }

    private void survey(CocoText text, Predicate<String> known) throws IOException {
        JsonParser parser = text.parser();
        Set<String> lists = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            String idField = idField(name);
            if (idField == null) {
                parser.skipChildren();
                continue;
            }
            text.requireArray(name);
            if (!lists.add(name)) {
                throw text.broken(text.position(), "has the list \"" + name + "\" twice; join the two");
            }
            while (parser.nextToken() != END_ARRAY) {
                String image = readItem(text, idField, null);
                if (name.equals(IMAGES)) {
                    (kept.contains(image) ? found : known.test(image) ? dropped : unknown).add(image);
                }
            }
        }
        text.requireEnd();
        if (!lists.contains(IMAGES)) {
            throw text.broken(null, "has no list \"images\"; is it a COCO annotation file?");
        }
    }

    private void copyFields(CocoText text, OutputStream out) throws IOException {
        JsonParser parser = text.parser();
        String before = "{\n";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            put(out, before);
            try (JsonGenerator generator = generator(out)) {
                generator.writeString(name);
            }
            put(out, ": ");
            String idField = idField(name);
            if (idField == null) {
                try (JsonGenerator generator = generator(out)) {
                    copy(parser, generator);
                }
            } else {
                copyList(text, idField, out);
            }
            before = ",\n";
        }
        put(out, "\n}\n");
    }

    private void copyList(CocoText text, String idField, OutputStream out) throws IOException {
        ByteArrayOutputStream item = new ByteArrayOutputStream();
        String before = "[\n";
        while (text.parser().nextToken() != END_ARRAY) {
            // Which image it is of may be said in its last field.
            item.reset();
            String image;
            try (JsonGenerator generator = generator(item)) {
                image = readItem(text, idField, generator);
            }
            boolean stays = found.contains(image);
            if (stays) {
                put(out, before);
                item.writeTo(out);
                before = ",\n";
            }
            if (idField.equals(ANNOTATIONS_IMAGE)) {
                annotations += stays ? 1 : 0;
                annotationsDropped += stays ? 0 : 1;
            }
        }
        put(out, before.startsWith("[") ? "[]" : "\n]");
    }

    /** The field by which an item of a list says which image it is or belongs to; null for all that is copied as it is. */
    private static @Nullable String idField(String list) {
        return switch (list) {
            case IMAGES -> IMAGES_ID;
            case ANNOTATIONS -> ANNOTATIONS_IMAGE;
            default -> null;
        };
    }

    /** Reads one object, copies it where a generator is given, and returns the image it names. */
    private static String readItem(CocoText text, String idField, @Nullable JsonGenerator out) throws IOException {
        JsonParser parser = text.parser();
        Position position = text.position();
        Kind kind = idField.equals(IMAGES_ID) ? Kind.IMAGE : Kind.FIELD;
        String image = null;
        try {
            if (parser.currentToken() != START_OBJECT) {
                throw Errors.wrong(parser, Reason.BAD_FIELD, "an object");
            }
            if (out != null) {
                out.writeStartObject();
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals(idField)) {
                    image = Scalars.id(parser);
                }
                if (out == null) {
                    parser.skipChildren();
                } else {
                    out.writeFieldName(name);
                    copy(parser, out);
                }
            }
            if (out != null) {
                out.writeEndObject();
            }
            if (image == null) {
                throw Errors.missing(Errors.path(parser), idField, "which image is it?");
            }
            return image;
        } catch (RejectedException e) {
            throw new AnnotationFileException(
                    List.of(text.problem(kind, position, new Subject(Errors.path(parser), null, null), e.getMessage())),
                    1);
        }
    }

    /** Copies the value the parser stands on, numbers letter by letter. */
    private static void copy(JsonParser parser, JsonGenerator out) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token.isNumeric()) {
                out.writeNumber(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            } else {
                out.copyCurrentEvent(parser);
            }
        } while (depth > 0 && parser.nextToken() != null);
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
