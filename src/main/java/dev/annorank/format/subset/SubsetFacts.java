package dev.annorank.format.subset;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.format.coco.CocoFilter;
import dev.annorank.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a file with a subset was made of: enough to make it again, and to see that it is unchanged.
 *
 * @param origin what was ranked
 * @param images images of the dataset with at least one instance
 * @param subset the kept images
 * @param written how many of them are in the file: fewer where some were left out
 * @param coco what of an annotation file was kept; empty for other formats
 * @param scoring the settings that scores were computed with, by key; {@value #UNKNOWN} where one is absent
 * @param version of annorank
 * @param file name of the file, without its folder
 * @param sha256 of its bytes as they are stored, in hexadecimal
 */
public record SubsetFacts(
        Origin origin,
        int images,
        Subset subset,
        int written,
        Optional<CocoFilter.Counts> coco,
        Map<String, String> scoring,
        String version,
        SubsetFormat format,
        String file,
        String sha256) {
    /** What was ranked. */
    public sealed interface Origin {}

    /** A dataset of the live ranking, at an epoch. */
    public record OfDataset(String dataset, long epoch, Instant at) implements Origin {}

    /**
     * An annotation file.
     *
     * @param name its name, without its folder
     * @param sha256 of its bytes as they are stored, in hexadecimal
     */
    public record OfFile(String name, String sha256) implements Origin {}

    /** What is said where a setting cannot be read. */
    public static final String UNKNOWN = "unknown";

    /** The only method of scoring so far: class-balanced scale-invariant shape complexity (arXiv 2503.00828). */
    private static final String METHOD = "cb-si-scs";

    /** Writes them as one JSON object. Does not close {@code out}. */
    public void write(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            if (origin instanceof OfDataset of) {
                json.writeStringField("dataset", of.dataset());
                json.writeNumberField("epoch", of.epoch());
                json.writeStringField("at", of.at().toString());
            } else if (origin instanceof OfFile of) {
                json.writeStringField("source", of.name());
                json.writeStringField("sourceSha256", of.sha256());
            }
            writeCounts(json);
            json.writeStringField("score", METHOD);
            json.writeStringField("measure", scoring.getOrDefault("measure", UNKNOWN));
            json.writeStringField("iscrowd", scoring.getOrDefault("iscrowd", UNKNOWN));
            json.writeStringField("annorank", version);
            json.writeStringField("format", format.toString());
            json.writeStringField("file", file);
            json.writeStringField("sha256", sha256);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void writeCounts(JsonGenerator json) throws IOException {
        // One of the two, as it was asked for.
        if (subset.quota().pruneRate().isPresent()) {
            json.writeNumberField("pruneRate", subset.quota().pruneRate().get());
        }
        if (subset.quota().keep().isPresent()) {
            json.writeNumberField("keep", subset.quota().keep().get());
        }
        json.writeNumberField("images", images);
        json.writeNumberField("ranked", subset.ranked());
        json.writeNumberField("unranked", images - subset.ranked());
        json.writeNumberField("kept", subset.size());
        json.writeNumberField("dropped", subset.ranked() - subset.size());
        if (format == SubsetFormat.COCO || format == SubsetFormat.YOLO) {
            json.writeNumberField("imagesWritten", written);
            json.writeNumberField("imagesMissing", subset.size() - written);
        }
        if (coco.isPresent()) {
            CocoFilter.Counts counts = coco.get();
            json.writeNumberField("imagesUnknown", counts.unknown());
            json.writeNumberField("annotations", counts.annotations());
            json.writeNumberField("annotationsDropped", counts.annotationsDropped());
            json.writeNumberField("recordsUnusable", counts.unusable());
            json.writeBooleanField("renumbered", counts.renumbered());
            json.writeNumberField("annotationIdsRepeated", counts.repeatedIds());
        }
    }
}
