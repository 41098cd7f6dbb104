package dev.annorank.app;

import dev.annorank.files.OutputFile;
import dev.annorank.files.OutputPlace;
import dev.annorank.files.Outputs;
import dev.annorank.files.StandardOutput;
import dev.annorank.format.Examples;
import dev.annorank.format.coco.CocoFilter;
import dev.annorank.format.subset.Subset;
import dev.annorank.format.subset.SubsetFacts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A subset with which nothing is wrong but what writing brings: writes it, and beside a file what it was made of. */
final class SubsetOutput {
    /** One way to write. */
    interface Content {
        Written write(OutputStream out) throws IOException;
    }

    /**
     * What was written.
     *
     * @param images how many of the kept images
     * @param coco what of an annotation file was kept
     * @param repeatedIds ids that several of its annotations have
     */
    record Written(int images, Optional<CocoFilter.Counts> coco, Examples repeatedIds) {}

    private final SubsetRequest request;
    private final SubsetSource source;
    private final Subset subset;
    private final Content content;
    private @Nullable Written written;

    SubsetOutput(SubsetRequest request, SubsetSource source, Subset subset, Content content) {
        this.request = request;
        this.source = source;
        this.subset = subset;
        this.content = content;
    }

    /** The files that are written where one is asked for: the other says what it was made of. */
    static List<Path> files(Path output) {
        return OutputPlace.of(output).isDirect() ? List.of(output) : List.of(output, sidecar(output));
    }

    private static Path sidecar(Path file) {
        return Path.of(file + ".meta.json");
    }

    void writeStandardOutput() throws IOException {
        OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
        written = content.write(out);
        out.flush();
        StandardOutput.requireAllTaken();
    }

    /** Writes the file and the one beside it; they are there when {@code outputs} are committed. */
    void writeFile(Outputs outputs, Path file) throws IOException {
        OutputFile main = outputs.create(file);
        if (main.isDirect()) {
            written = content.write(main.stream());
            return;
        }
        OutputFile sidecar = outputs.create(sidecar(file));
        Written done = content.write(main.stream());
        written = done;
        new SubsetFacts(
                        source.origin(),
                        source.images(),
                        subset,
                        done.images(),
                        done.coco(),
                        source.scoring(),
                        Version.number(),
                        request.format(),
                        String.valueOf(file.getFileName()),
                        main.finish())
                .write(sidecar.stream());
    }

    /** Says what was written. */
    void report() {
        System.err.printf(
                Locale.ROOT,
                "annorank: %,d of %,d ranked images of %s kept%s%s%n",
                subset.size(),
                subset.ranked(),
                source.name(),
                request.quota()
                        .pruneRate()
                        .map(rate -> " at prune rate " + rate)
                        .or(() -> request.quota()
                                .keep()
                                .filter(keep -> keep > subset.ranked())
                                .map(keep -> String.format(Locale.ROOT, ", fewer than the %,d asked for", keep)))
                        .orElse(""),
                source.when());
        Written done = written;
        if (done != null && done.coco().isPresent()) {
            report(done.coco().get(), done.repeatedIds());
        }
    }

    private static void report(CocoFilter.Counts of, Examples repeatedIds) {
        System.err.printf(
                Locale.ROOT,
                "annorank: %,d images and %,d annotations written; left out: %,d images that are not kept, %,d that the"
                        + " ranking does not know, %,d annotations%n",
                of.images(),
                of.annotations(),
                of.dropped(),
                of.unknown(),
                of.annotationsDropped());
        if (of.renumbered()) {
            System.err.println("annorank: annotations have new ids, numbered from 1");
        }
        if (repeatedIds.count() > 0) {
            System.err.printf(
                    Locale.ROOT,
                    "annorank: %,d %s an id that one before has: %s; MMDetection and Detectron2 refuse such a file;"
                            + " --renumber gives new ids%n",
                    repeatedIds.count(),
                    repeatedIds.count() == 1 ? "annotation has" : "annotations have",
                    String.join("; ", repeatedIds.first()));
        }
    }
}
