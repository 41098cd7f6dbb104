package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.format.SubsetException;
import dev.annorank.format.SubsetFormat;
import dev.annorank.ranking.Ranking;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Kept images as a file, best first, doubles printed in full. */
enum SubsetAnswer {
    /** One id a line. */
    IDS("text/plain;charset=utf-8", "txt") {
        @Override
        void require(Ranking ranking, int kept) {
            try {
                for (int rank = 1; rank <= kept; rank++) {
                    SubsetFormat.requireOneLine(ranking.image(rank));
                }
            } catch (SubsetException e) {
                throw new Problem(409, String.valueOf(e.getMessage()));
            }
        }

        @Override
        void write(Ranking ranking, int kept, OutputStream stream) throws IOException {
            Writer out = text(stream);
            for (int rank = 1; rank <= kept; rank++) {
                out.write(ranking.image(rank));
                out.write('\n');
            }
            out.flush();
        }
    },
    /** {@code rank,image_id,score} as RFC 4180 has it. */
    CSV("text/csv;charset=utf-8", "csv") {
        @Override
        void write(Ranking ranking, int kept, OutputStream stream) throws IOException {
            Writer out = text(stream);
            out.write("rank,image_id,score\n");
            for (int rank = 1; rank <= kept; rank++) {
                out.write(rank + "," + quoted(ranking.image(rank)) + "," + ranking.score(rank) + "\n");
            }
            out.flush();
        }
    },
    /** An object a line: image, rank, percentile, score. */
    JSONL("application/x-ndjson", "jsonl") {
        @Override
        void write(Ranking ranking, int kept, OutputStream stream) throws IOException {
            JsonBody.write(
                    out -> {
                        out.setRootValueSeparator(null);
                        for (int rank = 1; rank <= kept; rank++) {
                            out.writeStartObject();
                            out.writeStringField("image", ranking.image(rank));
                            out.writeNumberField("rank", rank);
                            out.writeNumberField("percentile", ranking.percentile(rank));
                            out.writeNumberField("score", ranking.score(rank));
                            out.writeEndObject();
                            out.writeRaw('\n');
                        }
                    },
                    stream);
        }
    },
    /** One object, image id to score: the form of the authors' {@code coco_image_cb_scs.json}. */
    SCORES("application/json", "json") {
        @Override
        void write(Ranking ranking, int kept, OutputStream stream) throws IOException {
            JsonBody.write(out -> writeScores(ranking, kept, out), stream);
        }
    };

    private final String mediaType;
    private final String extension;

    SubsetAnswer(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    /** Throws 409 if one of the first {@code kept} images cannot be named in this format. */
    void require(Ranking ranking, int kept) {}

    /** Writes the first {@code kept} of the ranking; the stream stays open. */
    abstract void write(Ranking ranking, int kept, OutputStream stream) throws IOException;

    String mediaType() {
        return mediaType;
    }

    String extension() {
        return extension;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static void writeScores(Ranking ranking, int kept, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (int rank = 1; rank <= kept; rank++) {
            out.writeNumberField(ranking.image(rank), ranking.score(rank));
        }
        out.writeEndObject();
    }

    private static Writer text(OutputStream stream) {
        return new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 14);
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
