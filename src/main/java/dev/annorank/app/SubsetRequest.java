package dev.annorank.app;

import dev.annorank.format.subset.Quota;
import dev.annorank.format.subset.SubsetFormat;
import java.util.Optional;

/**
 * Which subset is to be written, and how.
 *
 * @param imageRoot yolo: folder that the file names are in; absent for the folder of the list
 * @param allowMissing coco, yolo: whether kept images that cannot be written are left out
 * @param renumber coco: whether annotations are given new ids
 * @param csvSafe csv: whether a spreadsheet must not take an id for a formula
 */
record SubsetRequest(
        Quota quota,
        SubsetFormat format,
        Optional<String> imageRoot,
        boolean allowMissing,
        boolean renumber,
        boolean csvSafe) {}
