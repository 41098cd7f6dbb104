package dev.annorank.app;

import dev.annorank.format.CocoFile;
import dev.annorank.format.CocoFilter;
import dev.annorank.format.ExportFacts;
import dev.annorank.format.ProblemReport;
import dev.annorank.format.SubsetFormat;
import dev.annorank.format.YoloList;
import dev.annorank.model.Image;
import dev.annorank.view.EpochSnapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one epoch keeps, in one format, and beside a file what it was made of.
 *
 * @param coco annotation file to filter or to take file names from
 * @param output null for standard output
 * @param allowMissing whether a kept image may be missing from {@code coco}
 */
record Export(
        double pruneRate,
        ExportFormat format,
        @Nullable Path coco,
        @Nullable Path output,
        @Nullable String imageRoot,
        boolean allowMissing) {
    private static final int SHOWN = 3;

    /** What else is asked for when it is needed. */
    interface Sources {
        /** The file name of an image, if an event gave it. */
        Function<String, Optional<String>> fileNames(String dataset) throws InterruptedException;

        /** The settings that scores were computed with, by key; without those that cannot be read. */
        Map<String, String> scoring();
    }

    /** Whether file names are asked of the sources. */
    boolean needsInstances() {
        return format == ExportFormat.YOLO && coco == null;
    }

    /** The files to be written. */
    List<Path> outputs() {
        if (output == null) {
            return List.of();
        }
        return OutputPlace.of(output).isDirect() ? List.of(output) : List.of(output, sidecar(output));
    }

    /** One way to write; returns what of an annotation file was kept. */
    private interface Content {
        Optional<CocoFilter.Counts> write(OutputStream out) throws IOException;
    }

    void write(EpochSnapshot snapshot, Sources sources) throws IOException, InterruptedException {
        SnapshotSubset subset = new SnapshotSubset(snapshot, pruneRate);
        Optional<CocoFilter.Counts> counts;
        try (ProgressReport progress = new ProgressReport("filtering")) {
            Content content = content(subset, sources, progress);
            counts = output == null
                    ? writeStandardOutput(content)
                    : writeFile(output, content, snapshot, subset, sources::scoring);
        }
        report(snapshot, subset, counts);
    }

    private static Optional<CocoFilter.Counts> writeStandardOutput(Content content) throws IOException {
        OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
        Optional<CocoFilter.Counts> counts = content.write(out);
        out.flush();
        StandardOutput.requireAllTaken();
        return counts;
    }

    /** All that can be wrong shows here, before anything is written. */
    private Content content(SnapshotSubset subset, Sources sources, ProgressReport progress)
            throws IOException, InterruptedException {
        return switch (format) {
            case IDS -> plain(SubsetFormat.IDS, subset);
            case CSV -> plain(SubsetFormat.CSV, subset);
            case JSONL -> plain(SubsetFormat.JSONL, subset);
            case SCORES -> plain(SubsetFormat.SCORES, subset);
            case YOLO -> {
                Function<String, Optional<String>> names =
                        coco == null ? sources.fileNames(subset.dataset()) : fileNames(coco, progress);
                yield out -> {
                    YoloList.write(subset, names, Optional.ofNullable(imageRoot), out);
                    return Optional.empty();
                };
            }
            case COCO -> {
                if (coco == null) {
                    throw new UsageException("--format coco needs --coco FILE, the annotation file to filter");
                }
                CocoFilter filter = CocoFilter.open(coco, subset.images(), subset::knows, progress);
                requireComplete(coco, filter, subset);
                yield out -> Optional.of(filter.write(out));
            }
        };
    }

    private static Content plain(SubsetFormat format, SnapshotSubset subset) {
        return out -> {
            format.write(subset, out);
            return Optional.empty();
        };
    }

    private static Function<String, Optional<String>> fileNames(Path file, ProgressReport progress) throws IOException {
        Map<String, String> names = new HashMap<>();
        for (Image image : CocoFile.open(file, new ProblemReport(), progress).images()) {
            String name = image.fileName();
            if (name != null) {
                names.put(image.id(), name);
            }
        }
        return image -> Optional.ofNullable(names.get(image));
    }

    private void requireComplete(Path file, CocoFilter filter, SnapshotSubset subset) {
        int missing = filter.missing();
        if (missing == 0) {
            return;
        }
        String which = String.format(
                Locale.ROOT,
                "%,d of %,d kept images are not in %s, for example %s",
                missing,
                subset.size(),
                file,
                String.join(", ", filter.missing(SHOWN)));
        if (!allowMissing) {
            throw new UserException(which + "; is it the file of this dataset? --allow-missing leaves them out");
        }
        System.err.println("annorank: " + which + "; they are left out");
    }

    /** What is written beside the file. */
    private static Path sidecar(Path file) {
        return Path.of(file + ".meta.json");
    }

    private Optional<CocoFilter.Counts> writeFile(
            Path file,
            Content content,
            EpochSnapshot snapshot,
            SnapshotSubset subset,
            Supplier<Map<String, String>> scoring)
            throws IOException {
        try (Outputs outputs = new Outputs()) {
            OutputFile main = outputs.create(file);
            if (main.isDirect()) {
                Optional<CocoFilter.Counts> counts = content.write(main.stream());
                outputs.commit();
                return counts;
            }
            OutputFile sidecar = outputs.create(sidecar(file));
            Optional<CocoFilter.Counts> counts = content.write(main.stream());
            Map<String, String> settings = scoring.get();
            new ExportFacts(
                            snapshot.dataset(),
                            snapshot.epoch().epoch(),
                            snapshot.epoch().at(),
                            pruneRate,
                            snapshot.epoch().images(),
                            snapshot.ranking().ranked(),
                            subset.size(),
                            counts,
                            settings.getOrDefault("measure", ExportFacts.UNKNOWN),
                            settings.getOrDefault("iscrowd", ExportFacts.UNKNOWN),
                            Version.number(),
                            format.toString(),
                            String.valueOf(file.getFileName()),
                            main.finish())
                    .write(sidecar.stream());
            outputs.commit();
            return counts;
        }
    }

    private void report(EpochSnapshot snapshot, SnapshotSubset subset, Optional<CocoFilter.Counts> counts) {
        System.err.printf(
                Locale.ROOT,
                "annorank: %,d of %,d ranked images of dataset %s kept at prune rate %s, epoch %d of %s%n",
                subset.size(),
                snapshot.ranking().ranked(),
                snapshot.dataset(),
                pruneRate,
                snapshot.epoch().epoch(),
                snapshot.epoch().at());
        counts.ifPresent(of -> System.err.printf(
                Locale.ROOT,
                "annorank: %,d images and %,d annotations written; left out: %,d images that are not kept, %,d that the"
                        + " ranking does not know, %,d annotations%n",
                of.images(),
                of.annotations(),
                of.dropped(),
                of.unknown(),
                of.annotationsDropped()));
    }
}
