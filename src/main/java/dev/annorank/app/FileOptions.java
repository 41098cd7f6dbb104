package dev.annorank.app;

import dev.annorank.config.SettingsBuilder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads an annotation file: what happens to records that cannot be used. */
final class FileOptions {
    @Option(
            names = "--strict",
            description = "Refuse a file with a record that cannot be used. Default: leave it out and say so.")
    private boolean strict;

    @Option(
            names = "--problems",
            paramLabel = "FILE",
            description = "Writes all that is left out, and why, as JSON lines.")
    private @Nullable Path problems;

    @Option(
            names = "--iscrowd",
            paramLabel = "exclude|include",
            description = "Whether annotations with iscrowd score. Default: as set, exclude if it is not.")
    private @Nullable String iscrowd;

    boolean isStrict() {
        return strict;
    }

    /** Where all problems are written; null for nowhere. */
    @Nullable
    Path problems() {
        return problems;
    }

    /** Whether crowds are to be taken as instances, said here and not in a setting. */
    boolean isCrowdIncluded() {
        return "include".equals(iscrowd);
    }

    /** Adds what of this is a setting. */
    SettingsBuilder addTo(SettingsBuilder builder) {
        return SettingsOptions.flag(builder, "--iscrowd", "iscrowd", iscrowd);
    }
}
