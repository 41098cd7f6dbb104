package dev.annorank.app;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The output files of a command: all appear when all are whole, or none does. */
final class Outputs implements AutoCloseable {
    private final List<OutputFile> files = new ArrayList<>();

    /**
     * To be called before anything is read or written.
     *
     * @throws UsageException if an output is one of the inputs, whatever the two are called, or another output
     * @throws UserException if one cannot be written
     */
    static void requireApart(List<Path> inputs, List<Path> outputs) throws IOException {
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

    Writer open(Path target) throws IOException {
        return create(target).writer();
    }

    OutputFile create(Path target) throws IOException {
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
