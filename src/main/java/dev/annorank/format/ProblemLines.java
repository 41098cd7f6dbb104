package dev.annorank.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.format.FileProblem.Subject;
import dev.annorank.json.Json;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes problems of a file as JSON, one a line: {@code kind, line, column, offset, path, annotation, image, reason}; what is
 * not known of one is left out.
 */
public final class ProblemLines implements ProblemReport.Listener {
    private final OutputStream out;

    /** @param out is not closed */
    public ProblemLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public void accept(FileProblem problem) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.writeStartObject();
            json.writeStringField("kind", problem.kind().code());
            Position position = problem.position();
            if (position != null) {
                json.writeNumberField("line", position.line());
                if (position.column() > 0) {
                    json.writeNumberField("column", position.column());
                }
                json.writeNumberField("offset", position.offset());
            }
            Subject subject = problem.subject();
            if (subject != null) {
                json.writeStringField("path", subject.path());
                if (subject.annotation() != null) {
                    json.writeStringField("annotation", subject.annotation());
                }
                if (subject.image() != null) {
                    json.writeStringField("image", subject.image());
                }
            }
            json.writeStringField("reason", problem.message());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}
