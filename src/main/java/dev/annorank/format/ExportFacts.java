package dev.annorank.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * What a file with a subset was made of: enough to make it again, and to see that it is unchanged.
 *
 * @param epoch the epoch of the ranking, and {@code at} when it was
 * @param pruneRate in [0, 1]
 * @param images images of the dataset with at least one instance
 * @param ranked those that score above 0
 * @param kept images kept, {@code round((1 - pruneRate) ranked)}
 * @param coco what of an annotation file was kept; empty for other formats
 * @param measure how masks were measured, as set where they were
 * @param iscrowd whether crowds were scored: {@code exclude} or {@code include}
 * @param version of annorank
 * @param file name of the file, without its folder
 * @param sha256 of its bytes as they are stored, in hexadecimal
 */
public record ExportFacts(
        String dataset,
        long epoch,
        Instant at,
        double pruneRate,
        int images,
        int ranked,
        int kept,
        Optional<CocoFilter.Counts> coco,
        String measure,
        String iscrowd,
        String version,
        String format,
        String file,
        String sha256) {
    /** What is said where a setting cannot be read. */
    public static final String UNKNOWN = "unknown";

    /** The only method of scoring so far: class-balanced scale-invariant shape complexity (arXiv 2503.00828). */
    private static final String METHOD = "cb-si-scs";

    public ExportFacts {
        if (!(pruneRate >= 0 && pruneRate <= 1)) {
            throw new IllegalArgumentException("pruneRate is " + pruneRate + "; it must be between 0 and 1");
        }
        if (kept < 0 || kept > ranked || ranked > images) {
            throw new IllegalArgumentException(kept + " kept of " + ranked + " ranked of " + images + " images");
        }
    }

    /** Writes them as one JSON object. Does not close {@code out}. */
    public void write(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("dataset", dataset);
            json.writeNumberField("epoch", epoch);
            json.writeStringField("at", at.toString());
            json.writeNumberField("pruneRate", pruneRate);
            json.writeNumberField("images", images);
            json.writeNumberField("ranked", ranked);
            json.writeNumberField("unranked", images - ranked);
            json.writeNumberField("kept", kept);
            json.writeNumberField("dropped", ranked - kept);
            if (coco.isPresent()) {
                CocoFilter.Counts counts = coco.get();
                json.writeNumberField("imagesWritten", counts.images());
                json.writeNumberField("imagesMissing", kept - counts.images());
                json.writeNumberField("imagesUnknown", counts.unknown());
                json.writeNumberField("annotations", counts.annotations());
                json.writeNumberField("annotationsDropped", counts.annotationsDropped());
            }
            json.writeStringField("score", METHOD);
            json.writeStringField("measure", measure);
            json.writeStringField("iscrowd", iscrowd);
            json.writeStringField("annorank", version);
            json.writeStringField("format", format);
            json.writeStringField("file", file);
            json.writeStringField("sha256", sha256);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}
