package dev.annorank.app;

import java.util.Locale;

/** The formats of a subset. */
enum ExportFormat {
    COCO,
    IDS,
    CSV,
    JSONL,
    YOLO,
    SCORES;

    /** As the command line has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
