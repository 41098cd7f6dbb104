package dev.annorank.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class Folders {
    private Folders() {}

    /**
     * Deletes a file, or a folder with all that is in it. Links are deleted, not followed.
     *
     * @return whether there was anything
     * @throws IOException if something cannot be deleted; what was deleted before is gone
     */
    public static boolean delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path one : all) {
            Files.deleteIfExists(one);
        }
        return true;
    }
}
