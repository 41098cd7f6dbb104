package dev.annorank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/**
 * The working state of an application id on this machine. It is a copy of changelog topics up to an offset. After those
 * were made anew, the copy is worthless, but Kafka Streams does not see it once the new topics are longer than the old
 * offset: it would go on from there on top of the old state. Hence a file beside the folder says which generation the
 * state belongs to, and state of another one is removed.
 */
public final class LocalState {
    private final Path folder;
    private final Path generationFile;

    public LocalState(Path stateDir, String applicationId) {
        this.folder = stateDir.resolve(applicationId);
        this.generationFile = stateDir.resolve(applicationId + ".generation");
    }

    /** Removes state of another generation; whatever is there afterwards belongs to this one. Returns whether there was any. */
    public boolean belongTo(String generation) throws IOException {
        if (generation.equals(read(generationFile))) {
            return false;
        }
        boolean removed = remove();
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Files.writeString(generationFile, generation + "\n");
        return removed;
    }

    /**
     * The same for a worker whose broker keeps its data in a folder of this machine. That folder may be put back from a
     * backup without the state, which is then ahead of its changelogs as after a reset. Hence a file in it names the last
     * run of a worker, as does the one beside the state; state of another run is removed too, and a new run begins.
     */
    public boolean belongTo(String generation, Path brokerFolder) throws IOException {
        Path runFile = brokerFolder.resolve(folder.getFileName() + ".run");
        String last = Files.exists(runFile) ? " " + read(runFile) : "";
        boolean removed = belongTo(generation + last);
        String run = Uuid.randomUuid().toString();
        // Ended between the two, the next start finds different runs, and removes the state for nothing.
        if (Files.isDirectory(runFile)) {
            Folders.delete(runFile);
        }
        Files.writeString(runFile, run + "\n");
        Files.writeString(generationFile, generation + " " + run + "\n");
        return removed;
    }

    /** What a file says; empty if it cannot be told, as where there is none or where it is no text. */
    private static String read(Path file) throws IOException {
        return Files.isRegularFile(file) ? new String(Files.readAllBytes(file), UTF_8).strip() : "";
    }

    /** Where Kafka Streams keeps it. */
    public Path folder() {
        return folder;
    }

    /** Where it keeps that of a task. */
    public Path task(String id) {
        return folder.resolve(id);
    }

    /** Removes all state, what was set aside included; workers restore it from Kafka. Returns whether there was any. */
    public boolean remove() throws IOException {
        Folders.delete(generationFile);
        return Folders.delete(folder);
    }
}
