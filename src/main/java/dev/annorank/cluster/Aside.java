package dev.annorank.cluster;

import dev.annorank.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Puts out of the way what is damaged and can be made anew, so that somebody may still look at it. */
public final class Aside {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Aside() {}

    /**
     * Moves a file or folder beside where it is, for example to {@code 2_0.damaged-2026-11-30T12-52-18Z}. Of each name the last
     * is kept, and no older one.
     *
     * @return where it is now
     */
    public static Path move(Path damaged, Instant now) throws IOException {
        String name = damaged.getFileName() + ".damaged-";
        Path beside = damaged.resolveSibling(name + TIME.format(now));
        List<Path> older;
        try (Stream<Path> all = Files.list(damaged.toAbsolutePath().getParent())) {
            older = all.filter(one -> one.getFileName().toString().startsWith(name))
                    .toList();
        }
        for (Path one : older) {
            Folders.delete(one);
        }
        return Files.move(damaged, beside);
    }
}
