package dev.annorank.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file to be read more than once. Standard input, named {@code -}, can be read only once: it is kept in a temporary file
 * until this is closed or the process is stopped.
 */
final class SpooledInput implements AutoCloseable {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final Path path;
    private final Cleanup cleanup = new Cleanup(List.of());
    private final ShutdownHook hook = new ShutdownHook(cleanup::close);

    private SpooledInput(Path file) throws IOException {
        path = isStandardInput(file) ? spool() : file;
    }

    /** @throws IOException if standard input cannot be read, or there is no room for it */
    static SpooledInput of(Path file) throws IOException {
        return new SpooledInput(file);
    }

    static boolean isStandardInput(Path file) {
        return file.equals(STANDARD_INPUT);
    }

    private Path spool() throws IOException {
        Path folder;
        // A stop waits until there is all of what it is to close.
        synchronized (cleanup) {
            folder = cleanup.before(TempFolder.create("annorank-input-")).path();
        }
        Path file = folder.resolve("standard input");
        try {
            Files.copy(System.in, file);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        return file;
    }

    /** Where it can be read. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        hook.close();
        cleanup.close();
    }
}
