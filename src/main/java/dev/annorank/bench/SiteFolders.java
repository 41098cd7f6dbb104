package dev.annorank.bench;

import dev.annorank.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folders of a measured site: how much they hold, and that they go. */
final class SiteFolders {
    private SiteFolders() {}

    /** Removes a folder with all that is in it. */
    static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new BenchException(folder + " could not be removed: " + e.getMessage(), e);
        }
    }

    /**
     * Bytes that the files in a folder hold. Indexes that Kafka keeps long in advance are counted as what they hold, and a
     * file that goes meanwhile as nothing.
     */
    static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.toString().endsWith("index"))
                    .mapToLong(SiteFolders::size)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            throw new BenchException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
