package dev.annorank.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is gone when it is no longer needed. */
public record TempFolder(Path path) implements AutoCloseable {
    public static TempFolder create(String prefix) throws IOException {
        return new TempFolder(Files.createTempDirectory(prefix));
    }

    @Override
    public void close() {
        try {
            Folders.delete(path);
        } catch (IOException e) {
            System.err.println("annorank: " + path + " could not be removed: " + e.getMessage());
        }
    }
}
