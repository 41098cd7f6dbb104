package dev.annorank.format.coco;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.FileProblem;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.format.FileProblem.Subject;
import dev.annorank.format.FileText;
import dev.annorank.format.Position;
import dev.annorank.format.Progress;
import dev.annorank.format.WrongFile;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over the JSON object that a COCO file is, with words for where and why it breaks off. */
final class CocoText implements Closeable {
    private static final int MAX_MESSAGE = 500;

    private final Path file;
    private final JsonParser parser;

    private CocoText(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** What is done in one pass. */
    interface Pass {
        void over(CocoText text) throws IOException;
    }

    /** Opens the file, does the pass, and turns every failure to read into a problem of the file. */
    static void read(Path file, Progress progress, long before, long total, Pass pass) throws AnnotationFileException {
        try (InputStream stored = open(file, progress, before, total);
                CocoText text = new CocoText(file, Json.parser(stored))) {
            try {
                text.start();
                pass.over(text);
            } catch (JsonProcessingException e) {
                JsonLocation location = e.getLocation();
                throw new AnnotationFileException(
                        new FileProblem(
                                Kind.FILE,
                                file,
                                location == null ? null : Position.of(location),
                                null,
                                (e instanceof StreamConstraintsException ? "" : "is not JSON: ") + Errors.describe(e)),
                        e);
            }
        } catch (AnnotationFileException e) {
            throw e;
        } catch (IOException e) {
            throw new AnnotationFileException(new FileProblem(Kind.FILE, file, null, null, FileText.describe(e)), e);
        }
    }

    private static InputStream open(Path file, Progress progress, long before, long total) throws IOException {
        InputStream text = new BufferedInputStream(FileText.open(file, progress, before, total), WrongFile.HEAD_BYTES);
        try {
            text.mark(WrongFile.HEAD_BYTES);
            String wrong = WrongFile.describe(text.readNBytes(WrongFile.HEAD_BYTES));
            if (wrong != null) {
                throw new AnnotationFileException(List.of(problem(file, Kind.FILE, null, null, wrong)), 1);
            }
            text.reset();
            return text;
        } catch (IOException e) {
            text.close();
            throw e;
        }
    }

    JsonParser parser() {
        return parser;
    }

    /** Where the parser's token starts. */
    Position position() {
        return Position.of(parser.currentTokenLocation());
    }

    /** A problem with something in the file. */
    FileProblem problem(Kind kind, Position position, Subject subject, @Nullable String message) {
        return problem(file, kind, position, subject, message);
    }

    static FileProblem problem(
            Path file, Kind kind, @Nullable Position position, @Nullable Subject subject, @Nullable String message) {
        // An id in the message may hold line breaks.
        return new FileProblem(kind, file, position, subject, Errors.shown(String.valueOf(message), MAX_MESSAGE));
    }

    /** A problem with the file as a whole. */
    AnnotationFileException broken(@Nullable Position position, String message) {
        return new AnnotationFileException(List.of(problem(file, Kind.FILE, position, null, message)), 1);
    }

    /** The value the parser stands on must be a list. */
    void requireArray(String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw broken(position(), name + " is " + Errors.found(parser) + "; it must be a list");
        }
    }

    /** After the last field nothing may follow. */
    void requireEnd() throws IOException {
        if (parser.nextToken() != null) {
            throw broken(position(), "is not JSON: more follows after its end: " + Errors.found(parser));
        }
    }

    private void start() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw broken(null, "is empty");
        }
        if (token != JsonToken.START_OBJECT) {
            String what = token == JsonToken.START_ARRAY
                    ? "is a list, as results of a model are; give the annotation file itself, an object with images,"
                            + " annotations and categories (results name no size of their images)"
                    : "is " + Errors.found(parser) + ", not an object with images, annotations and categories";
            throw broken(position(), what);
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
