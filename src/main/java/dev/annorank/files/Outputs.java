package dev.annorank.files;

import dev.annorank.model.UsageException;
import dev.annorank.model.UserException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The output files of a command. None appears before all are whole; then they are put in their places one after the other,
 * so if one cannot be, those before it are there. A process that is stopped by a signal leaves no unfinished one behind.
 */
public final class Outputs implements AutoCloseable {
    private final List<OutputFile> files = new ArrayList<>();
    private final ShutdownHook hook = new ShutdownHook(this::stop);
    private boolean stopped;

    /**
     * To be called before anything is read or written.
     *
     * @throws UsageException if an output is one of the inputs, whatever the two are called, or another output
     * @throws UserException if one cannot be written
     */
    public static void requireApart(List<Path> inputs, List<Path> outputs) throws IOException {
        List<OutputPlace> places = new ArrayList<>();
        for (Path output : outputs) {
            OutputPlace place = OutputPlace.of(output);
            for (Path input : inputs) {
                if (place.isSame(input)) {
                    throw new UsageException(output + " is to be written, but it is the file that is read as " + input
                            + ", which would be gone; write to another");
                }
            }
            for (OutputPlace other : places) {
                if (place.isSame(other)) {
                    throw new UsageException(output + " is to be written twice, here and as " + other.target()
                            + "; each output needs a file of its own");
                }
            }
            places.add(place);
        }
    }

    public Writer open(Path target) throws IOException {
        return create(target).writer();
    }

    public OutputFile create(Path target) throws IOException {
        OutputPlace place = OutputPlace.of(target);
        // To open a pipe waits for who reads it; a stop must not wait for that.
        OutputFile open = place.isDirect() ? new OutputFile(place) : null;
        synchronized (this) {
            requireRunning();
            OutputFile file = open == null ? new OutputFile(place) : open;
            files.add(file);
            return file;
        }
    }

    public synchronized void commit() throws IOException {
        requireRunning();
        for (OutputFile file : files) {
            file.end();
        }
        for (OutputFile file : files) {
            file.commit();
        }
    }

    private void requireRunning() {
        if (stopped) {
            throw new UserException("stopped before all was written");
        }
    }

    /** Leaves the files open for a thread that still writes to them. */
    private synchronized void stop() {
        stopped = true;
        files.forEach(OutputFile::discard);
    }

    /** Closes each file, whatever comes of the others. */
    @Override
    public void close() throws IOException {
        hook.close();
        IOException first = null;
        for (OutputFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
