package dev.annorank.app;

import dev.annorank.format.subset.Quota;
import dev.annorank.format.subset.Subset;
import dev.annorank.format.subset.SubsetFacts.Origin;
import dev.annorank.model.Image;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a subset is taken of: a dataset of the live ranking, or a file. */
interface SubsetSource {
    Subset subset(Quota quota);

    /** Images with at least one instance. */
    int images();

    /** What is ranked, in words. */
    String name();

    /** When it was ranked, in words that follow others; may be empty. */
    String when();

    /** What is written down of it. */
    Origin origin() throws IOException;

    /** The settings that scores were computed with, by key; without those that cannot be read. */
    Map<String, String> scoring();

    /**
     * Each image as the ranking knows it. Asked for where a file has to be compared with it, or file names are needed.
     */
    Function<String, Optional<Image>> known();

    /** Whether it is an annotation file, whose own problems have been said when it was ranked. */
    boolean isFile();
}
