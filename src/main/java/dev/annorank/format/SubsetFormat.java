package dev.annorank.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Map;

/**
 * The formats of a subset that need the ranking only. All are UTF-8 with lines that end in \n, best image first; doubles
 * read back the same.
 */
public enum SubsetFormat {
    /** One image id a line. */
    IDS {
        @Override
        public void write(Subset subset, OutputStream out) throws IOException {
            for (int rank = 1; rank <= subset.size(); rank++) {
                requireOneLine(subset.image(rank));
            }
            Writer text = writer(out);
            for (int rank = 1; rank <= subset.size(); rank++) {
                text.write(subset.image(rank));
                text.write('\n');
            }
            text.flush();
        }
    },

    /** {@code rank,image_id,score}, as the batch ranking is written. */
    CSV {
        @Override
        public void write(Subset subset, OutputStream out) throws IOException {
            Writer text = writer(out);
            Csv rows = new Csv(text, "rank,image_id,score");
            for (int rank = 1; rank <= subset.size(); rank++) {
                rows.number(rank)
                        .text(subset.image(rank))
                        .number(subset.score(rank))
                        .endRow();
            }
            text.flush();
        }
    },

    /** One object a line: {@code rank, image, percentile, score, instances, kept, classes}. */
    JSONL {
        @Override
        public void write(Subset subset, OutputStream out) throws IOException {
            try (JsonGenerator json = generator(out)) {
                for (int rank = 1; rank <= subset.size(); rank++) {
                    writeImage(subset, rank, json);
                    json.writeRaw('\n');
                }
            }
        }
    },

    /** One object, image id to score: the file {@code coco_image_cb_scs.json} that the authors' code writes and prunes by. */
    SCORES {
        @Override
        public void write(Subset subset, OutputStream out) throws IOException {
            try (JsonGenerator json = generator(out)) {
                json.writeStartObject();
                for (int rank = 1; rank <= subset.size(); rank++) {
                    json.writeNumberField(subset.image(rank), subset.score(rank));
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    };

    /**
     * Writes all of a subset. Does not close {@code out}.
     *
     * @throws SubsetException if an image cannot be named in this format; nothing is written
     */
    public abstract void write(Subset subset, OutputStream out) throws IOException;

    private static void writeImage(Subset subset, int rank, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("rank", rank);
        json.writeStringField("image", subset.image(rank));
        json.writeNumberField("percentile", subset.percentile(rank));
        json.writeNumberField("score", subset.score(rank));
        json.writeNumberField("instances", subset.instances(rank));
        json.writeObjectFieldStart("kept");
        for (Map.Entry<String, Boolean> kept : subset.kept(rank).entrySet()) {
            json.writeBooleanField(kept.getKey(), kept.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("classes");
        for (Map.Entry<String, Integer> of : subset.classes(rank).entrySet()) {
            json.writeNumberField(of.getKey(), of.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /**
     * Throws if an image id cannot stand in a list of one id a line.
     *
     * @throws SubsetException saying which, and what to choose instead
     */
    public static void requireOneLine(String image) {
        if (image.chars().anyMatch(c -> c == '\n' || c == '\r')) {
            throw new SubsetException("image id " + Errors.quoted(image)
                    + " holds a line break, which a list of one id a line cannot; choose csv, jsonl or scores");
        }
    }

    private static Writer writer(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
    }

    private static JsonGenerator generator(OutputStream out) throws IOException {
        JsonGenerator json = Json.generator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        // Nothing between two objects but the line break that is written.
        json.setPrettyPrinter(new MinimalPrettyPrinter(""));
        return json;
    }
}
