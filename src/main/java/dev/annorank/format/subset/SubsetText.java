package dev.annorank.format.subset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.annorank.format.Csv;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Map;

/**
 * Writes a subset in a format that needs the ranking only ({@link SubsetFormat#OF_RANKING}). All are UTF-8 with lines that
 * end in \n, the last one too, best image first; doubles read back the same.
 */
public final class SubsetText {
    private SubsetText() {}

    /**
     * To be called before anything is written.
     *
     * @throws SubsetException if an image cannot be named in this format
     */
    public static void requireNameable(SubsetFormat format, Subset subset) {
        if (format != SubsetFormat.IDS) {
            return;
        }
        for (int rank = 1; rank <= subset.size(); rank++) {
            String image = subset.image(rank);
            if (image.chars().anyMatch(c -> c == '\n' || c == '\r')) {
                throw new SubsetException("image id " + Errors.quoted(image)
                        + " holds a line break, which a list of one id a line cannot; choose csv, jsonl or scores");
            }
        }
    }

    /**
     * Writes all of a subset. Does not close {@code out}.
     *
     * @throws SubsetException as {@link #requireNameable}; nothing is written
     * @throws IllegalArgumentException if the format needs more than the ranking
     */
    public static void write(SubsetFormat format, Subset subset, OutputStream out) throws IOException {
        write(format, subset, false, out);
    }

    /**
     * The same.
     *
     * @param csvSafe csv: whether a spreadsheet must not take an id for a formula; see {@link Csv}
     */
    public static void write(SubsetFormat format, Subset subset, boolean csvSafe, OutputStream out) throws IOException {
        requireNameable(format, subset);
        switch (format) {
            case IDS -> writeIds(subset, writer(out));
            case CSV -> writeRows(subset, csvSafe, writer(out));
            case JSONL -> writeObjects(subset, out);
            case SCORES -> writeScores(subset, out);
            case COCO, YOLO -> throw new IllegalArgumentException(format + " needs more than the ranking");
        }
    }

    private static void writeIds(Subset subset, Writer text) throws IOException {
        for (int rank = 1; rank <= subset.size(); rank++) {
            text.write(subset.image(rank));
            text.write('\n');
        }
        text.flush();
    }

    private static void writeRows(Subset subset, boolean csvSafe, Writer text) throws IOException {
        Csv rows = new Csv(text, "rank,image_id,score", csvSafe);
        for (int rank = 1; rank <= subset.size(); rank++) {
            rows.number(rank)
                    .text(subset.image(rank))
                    .number(subset.score(rank))
                    .endRow();
        }
        text.flush();
    }

    private static void writeObjects(Subset subset, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            for (int rank = 1; rank <= subset.size(); rank++) {
                writeImage(subset, rank, json);
                json.writeRaw('\n');
            }
        }
    }

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

    private static void writeScores(Subset subset, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            for (int rank = 1; rank <= subset.size(); rank++) {
                json.writeNumberField(subset.image(rank), subset.score(rank));
            }
            json.writeEndObject();
            json.writeRaw('\n');
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
