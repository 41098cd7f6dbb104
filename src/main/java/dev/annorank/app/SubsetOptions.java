package dev.annorank.app;

import dev.annorank.format.subset.Quota;
import dev.annorank.format.subset.SubsetFormat;
import dev.annorank.model.UsageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that writes a subset. */
final class SubsetOptions {
    @Option(
            names = {"-p", "--prune-rate"},
            paramLabel = "P",
            description = "Part of the ranked images to leave out, 0 to 1; any number, not only configured ones.")
    private @Nullable Double pruneRate;

    @Option(
            names = {"-k", "--keep"},
            paramLabel = "N",
            description = "Number of images to keep, in place of a prune rate; all, if fewer are ranked.")
    private @Nullable Integer keep;

    @Option(
            names = "--format",
            paramLabel = "coco|ids|csv|jsonl|yolo|scores",
            description = {
                "coco: the annotation file without the other images. ids: one id a line. csv: rank,image_id,score.",
                "jsonl: one object an image. yolo: list of image paths. scores: {\"image id\": score}."
            })
    private @Nullable SubsetFormat format;

    @Option(
            names = "--allow-missing",
            description = {
                "coco, yolo: kept images that the annotation file lacks, or that have no file name for yolo, are left out;",
                "without this they are an error."
            })
    private boolean allowMissing;

    @Option(
            names = "--image-root",
            paramLabel = "DIR",
            description = "yolo: folder that the file names are in. Default: the folder of the list.")
    private @Nullable String imageRoot;

    @Option(
            names = "--renumber",
            description = {
                "coco: numbers the annotations from 1 in the file's order, for those who refuse ids that repeat",
                "(MMDetection, Detectron2)."
            })
    private boolean renumber;

    @Option(
            names = "--csv-safe",
            description = {
                "csv, of images, instances or classes: what begins with = + - @, a tab or a line break gets an apostrophe in",
                "front, so that a spreadsheet does not compute it. Trainers want the ids as they are."
            })
    private boolean csvSafe;

    /** Whether texts in csv are for a spreadsheet; no subset is asked for by that alone. */
    boolean csvSafe() {
        return csvSafe;
    }

    /** Whether any of those was given that ask for a subset. */
    boolean isGiven() {
        return pruneRate != null || keep != null || format != null || allowMissing || imageRoot != null || renumber;
    }

    /**
     * What is asked for.
     *
     * @param otherwise the format, if none is named
     * @throws UsageException if it cannot be meant
     */
    SubsetRequest request(SubsetFormat otherwise) {
        SubsetFormat used = format == null ? otherwise : format;
        if (imageRoot != null && used != SubsetFormat.YOLO) {
            throw new UsageException("--image-root is for the format yolo");
        }
        if (imageRoot != null && imageRoot.isEmpty()) {
            throw new UsageException(
                    "--image-root is empty; name a folder, or leave it out for the folder of the list");
        }
        if (allowMissing && used != SubsetFormat.COCO && used != SubsetFormat.YOLO) {
            throw new UsageException("--allow-missing is for the formats coco and yolo");
        }
        if (renumber && used != SubsetFormat.COCO) {
            throw new UsageException("--renumber is for the format coco");
        }
        return new SubsetRequest(quota(), used, Optional.ofNullable(imageRoot), allowMissing, renumber, csvSafe);
    }

    private Quota quota() {
        if (pruneRate == null && keep == null) {
            throw new UsageException("how many images to keep is missing: --prune-rate P, or --keep N");
        }
        if (pruneRate != null && keep != null) {
            throw new UsageException("--prune-rate and --keep are given both; give one of them");
        }
        if (keep != null) {
            if (keep < 0) {
                throw new UsageException("--keep is " + keep + "; it must be a whole number from 0 on");
            }
            return Quota.ofImages(keep);
        }
        double rate = pruneRate == null ? Double.NaN : pruneRate;
        if (!(rate >= 0 && rate <= 1)) {
            throw new UsageException("--prune-rate is " + rate + "; it must be between 0 and 1");
        }
        return Quota.ofPruneRate(rate);
    }
}
