package dev.annorank.format.subset;

import dev.annorank.format.coco.CocoFilter;
import java.util.List;
import java.util.Locale;

/** The formats of a subset: the only list of them, for the command line and for HTTP. */
public enum SubsetFormat {
    /** An annotation file without the images that are not kept: {@link CocoFilter}. */
    COCO("application/json", "json"),
    /** One image id a line. */
    IDS("text/plain;charset=utf-8", "txt"),
    /** {@code rank,image_id,score}, as the batch ranking is written. */
    CSV("text/csv;charset=utf-8", "csv"),
    /** One object a line: {@code rank, image, percentile, score, instances, kept, classes}. */
    JSONL("application/x-ndjson", "jsonl"),
    /** A list of image paths: {@link YoloList}. */
    YOLO("text/plain;charset=utf-8", "txt"),
    /** One object, image id to score: the file {@code coco_image_cb_scs.json} that the authors' code writes and prunes by. */
    SCORES("application/json", "json");

    /** Those that need the ranking only, which {@link SubsetText} writes. */
    public static final List<SubsetFormat> OF_RANKING = List.of(IDS, CSV, JSONL, SCORES);

    private final String mediaType;
    private final String extension;

    SubsetFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** What the name of such a file ends in, without a dot. */
    public String extension() {
        return extension;
    }

    /** As the command line and HTTP have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
