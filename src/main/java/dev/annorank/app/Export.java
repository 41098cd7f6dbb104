package dev.annorank.app;

import dev.annorank.app.SubsetOutput.Content;
import dev.annorank.app.SubsetOutput.Written;
import dev.annorank.files.Outputs;
import dev.annorank.format.Examples;
import dev.annorank.format.ImageFacts;
import dev.annorank.format.ProblemReport;
import dev.annorank.format.coco.CocoFilter;
import dev.annorank.format.subset.ImageCheck;
import dev.annorank.format.subset.Subset;
import dev.annorank.format.subset.SubsetFormat;
import dev.annorank.format.subset.SubsetText;
import dev.annorank.format.subset.YoloList;
import dev.annorank.model.Image;
import dev.annorank.model.UsageException;
import dev.annorank.model.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is kept of a ranking, in one format.
 *
 * @param coco annotation file to filter or to take file names from
 * @param force whether that file is taken as it is: it may be of other images, or be what was ranked
 * @param strict whether entries of it that cannot be used are an error
 * @param output null for standard output
 */
record Export(
        SubsetRequest request,
        @Nullable Path coco,
        boolean force,
        boolean strict,
        @Nullable Path output) {
    /** Whether names and sizes of the images are asked of what is ranked. */
    boolean needsImages() {
        return coco == null ? request.format() == SubsetFormat.YOLO : !force;
    }

    /** The files to be written. */
    List<Path> outputs() {
        return output == null ? List.of() : SubsetOutput.files(output);
    }

    /** Writes all. */
    void write(SubsetSource source) throws IOException {
        try (Outputs outputs = new Outputs()) {
            write(source, outputs);
        }
    }

    /** Writes all, with what the outputs hold already, and commits them. */
    void write(SubsetSource source, Outputs outputs) throws IOException {
        SubsetOutput subset;
        try (ProgressReport progress = new ProgressReport("filtering")) {
            subset = prepare(source, progress);
            if (output != null) {
                subset.writeFile(outputs, output);
            }
            outputs.commit();
            if (output == null) {
                subset.writeStandardOutput();
            }
        }
        subset.report();
    }

    /** All that can be wrong shows here, before anything is written. */
    private SubsetOutput prepare(SubsetSource source, ProgressReport progress) throws IOException {
        Subset subset = source.subset(request.quota());
        return new SubsetOutput(request, source, subset, content(source, subset, progress));
    }

    private Content content(SubsetSource source, Subset subset, ProgressReport progress) throws IOException {
        switch (request.format()) {
            case COCO -> {
                CocoFilter filter = filter(requireFile(), source, subset, progress);
                return out -> {
                    CocoFilter.Counts counts = filter.write(out, request.renumber());
                    return new Written(counts.images(), Optional.of(counts), filter.repeatedIds());
                };
            }
            case YOLO -> {
                YoloList list = YoloList.of(subset, fileNames(source, subset, progress), request.imageRoot());
                requireNames(list, source, subset);
                sayPaths(list);
                return out -> {
                    list.write(out);
                    return new Written(list.size(), Optional.empty(), new Examples());
                };
            }
            default -> {
                SubsetText.requireNameable(request.format(), subset);
                return out -> {
                    SubsetText.write(request.format(), subset, request.csvSafe(), out);
                    return new Written(subset.size(), Optional.empty(), new Examples());
                };
            }
        }
    }

    private Path requireFile() {
        if (coco == null) {
            throw new UsageException("--format coco needs --coco FILE, the annotation file to filter");
        }
        return coco;
    }

    private Function<String, Optional<String>> fileNames(SubsetSource source, Subset subset, ProgressReport progress)
            throws IOException {
        if (coco == null) {
            Function<String, Optional<Image>> known = source.known();
            return image -> known.apply(image).flatMap(one -> Optional.ofNullable(one.fileName()));
        }
        CocoFilter file = filter(coco, source, subset, progress);
        return image -> file.image(image).flatMap(ImageFacts::fileName);
    }

    /** Opens an annotation file, and makes sure that it is the ranking's. */
    private CocoFilter filter(Path file, SubsetSource source, Subset subset, ProgressReport progress)
            throws IOException {
        ProblemReport problems = new ProblemReport();
        CocoFilter filter = CocoFilter.open(file, subset.images(), subset::knows, problems, progress);
        if (strict) {
            problems.throwIfAny();
        }
        if (problems.total() > 0 && !source.isFile()) {
            say(
                    "%,d entries of %s cannot be used and are left out:%s",
                    problems.total(), file, String.join("", FileReport.lines(problems)));
        }
        requireSame(file, filter, source, subset);
        return filter;
    }

    private void requireSame(Path file, CocoFilter filter, SubsetSource source, Subset subset) {
        List<String> wrong = new ArrayList<>();
        Examples missing = filter.missing();
        if (missing.count() > 0) {
            String which = String.format(
                    Locale.ROOT,
                    "%,d of %,d kept images are not in %s, for example %s",
                    missing.count(),
                    subset.size(),
                    file,
                    String.join(", ", missing.first()));
            if (leavesOut(source)) {
                say("%s; they are left out", which);
            } else {
                wrong.add(which);
            }
        }
        if (!force) {
            ImageCheck check = compare(filter, subset, source.known());
            Examples differing = check.differing();
            if (differing.count() > 0) {
                wrong.add(String.format(
                        Locale.ROOT,
                        "%,d of %,d kept images have another name or size in %s: %s",
                        differing.count(),
                        subset.size(),
                        file,
                        String.join("; ", differing.first())));
            }
            Examples moved = check.moved();
            if (wrong.isEmpty() && moved.count() > 0) {
                say(
                        "%,d of %,d kept images are in another folder: %s",
                        moved.count(), subset.size(), moved.first().get(0));
            }
        }
        if (!wrong.isEmpty()) {
            boolean onlyMissing = wrong.size() == 1 && missing.count() > 0 && !leavesOut(source);
            throw new UserException(String.join("; ", wrong) + "; is it the file of this dataset? "
                    + (onlyMissing ? "--allow-missing leaves them out" : "--force takes it all the same"));
        }
    }

    /** Whether kept images that cannot be written are left out; of a file that was ranked nothing is forced. */
    private boolean leavesOut(SubsetSource source) {
        return request.allowMissing() || (force && !source.isFile());
    }

    private static ImageCheck compare(CocoFilter filter, Subset subset, Function<String, Optional<Image>> known) {
        ImageCheck check = new ImageCheck();
        for (int rank = 1; rank <= subset.size(); rank++) {
            String image = subset.image(rank);
            Optional<Image> ranked = known.apply(image);
            Optional<ImageFacts> listed = filter.image(image);
            if (ranked.isPresent() && listed.isPresent()) {
                check.compare(ranked.get(), listed.get());
            }
        }
        return check;
    }

    private void requireNames(YoloList list, SubsetSource source, Subset subset) {
        Examples nameless = list.nameless();
        if (nameless.count() == 0) {
            return;
        }
        String which = String.format(
                Locale.ROOT,
                "%,d of %,d kept images have no known file name, and a list for YOLO is made of them: %s",
                nameless.count(),
                subset.size(),
                String.join(", ", nameless.first()));
        if (!leavesOut(source)) {
            throw new UserException(which
                    + (coco == null && !source.isFile()
                            ? "; name the annotation file that has them with --coco FILE, or send events with image.fileName"
                            : "; the file does not say it")
                    + "; --allow-missing leaves them out");
        }
        say("%s; they are left out", which);
    }

    private void sayPaths(YoloList list) {
        if (list.foreign().count() > 0) {
            say(
                    "%,d file names are paths of Windows or addresses, for example %s; their last part is taken, in %s",
                    list.foreign().count(),
                    list.foreign().first().get(0),
                    request.imageRoot().orElse("the folder of the list (--image-root DIR names another)"));
        }
        if (list.repeated().count() > 0) {
            say(
                    "%,d paths are those of another image too: %s",
                    list.repeated().count(), String.join("; ", list.repeated().first()));
        }
    }

    private static void say(String format, Object... args) {
        System.err.println("annorank: " + String.format(Locale.ROOT, format, args));
    }
}
