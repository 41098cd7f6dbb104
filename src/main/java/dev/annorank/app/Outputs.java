package dev.annorank.app;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The output files of a command: all appear when all are whole, or none does. */
final class Outputs implements AutoCloseable {
    private final List<OutputFile> files = new ArrayList<>();
    private final Set<Path> places = new HashSet<>();

    Writer open(Path target) throws IOException {
        return create(target).writer();
    }

    OutputFile create(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        if (!places.add(place)) {
            throw new UsageException(target + " is named as output twice; each output needs a file of its own");
        }
        OutputFile file = new OutputFile(OutputPlace.of(target));
        files.add(file);
        return file;
    }

    void commit() throws IOException {
        for (OutputFile file : files) {
            file.commit();
        }
    }

    @Override
    public void close() throws IOException {
        for (OutputFile file : files) {
            file.close();
        }
    }
}
