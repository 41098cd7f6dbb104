package dev.annorank.app;

import dev.annorank.files.OutputPlace;
import dev.annorank.files.ShutdownHook;
import dev.annorank.files.TempFolder;
import dev.annorank.model.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The annotation file that a command reads: the one that is named, or for {@code -} what standard input gives, stored in a
 * temporary folder, since it is read twice. That folder is gone when this is closed or the process is stopped.
 */
final class InputFile implements AutoCloseable {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final Path path;
    private final @Nullable TempFolder folder;
    private final @Nullable ShutdownHook hook;

    private InputFile(Path path, @Nullable TempFolder folder, @Nullable ShutdownHook hook) {
        this.path = path;
        this.folder = folder;
        this.hook = hook;
    }

    /** Whether it stands for standard input. */
    static boolean isStandardInput(Path file) {
        return file.equals(STANDARD_INPUT);
    }

    /**
     * Reads standard input to its end, if that is what is named.
     *
     * @throws UserException if it cannot be stored
     */
    static InputFile open(Path file) throws IOException {
        if (!isStandardInput(file)) {
            return new InputFile(file, null, null);
        }
        TempFolder folder = TempFolder.create("annorank-input-");
        ShutdownHook hook = new ShutdownHook(folder::close);
        InputFile input = new InputFile(folder.path().resolve("standard-input"), folder, hook);
        try {
            Files.copy(System.in, input.path);
        } catch (IOException e) {
            input.close();
            throw new UserException("standard input cannot be stored in " + folder.path() + ": " + OutputPlace.reason(e)
                    + "; make room there, or name a file");
        }
        return input;
    }

    /** Where it can be read, more than once. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (hook != null) {
            hook.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
