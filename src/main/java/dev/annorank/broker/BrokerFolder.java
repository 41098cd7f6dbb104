package dev.annorank.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of Kafka's own files, looked at before Kafka does: it ends the process for a folder that it does not know, and
 * does not find its data again without the file that holds its identity.
 */
final class BrokerFolder {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerFolder.class);
    private static final String IDENTITY = "meta.properties";
    /** A partition; also one that is to be deleted, which Kafka does at its start, or moved. */
    private static final Pattern PARTITION = Pattern.compile(".+-[0-9]+|.+-[0-9]+\\..+-(delete|future|stray)");

    /** So begins the name of what a new folder gets, before there is any topic. */
    private static final String FORMATTED = "00000000000000000000-";

    private final Path logs;
    /** Beside the folder: what is lost with a file in it is not lost with this. */
    private final Path copy;

    BrokerFolder(Path logs) {
        this.logs = logs;
        this.copy = logs.resolveSibling(IDENTITY);
    }

    /**
     * Throws if Kafka could not use what is there. Puts back the file with Kafka's identity from its copy.
     *
     * @return whether the folder has an identity; if not, there is nothing else in it either
     */
    boolean check() {
        try {
            requireFolder();
            requireKafkasOnly();
            boolean isIdentified = hasIdentity(logs.resolve(IDENTITY));
            if (!FormerSelf.isIn(logs)) {
                return isIdentified;
            }
            requireMetadata();
            if (!isIdentified) {
                putBack();
            }
            return true;
        } catch (IOException e) {
            throw new BrokerException("folder " + logs.toAbsolutePath() + " cannot be read: " + e, e);
        }
    }

    /** Keeps a copy of the identity. */
    void keep() {
        try {
            Files.copy(logs.resolve(IDENTITY), copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} could not be copied to {}: {}", logs.resolve(IDENTITY), copy, e.toString());
        }
    }

    private void requireFolder() {
        if (Files.exists(logs) && !Files.isDirectory(logs)) {
            throw new BrokerException(
                    logs.toAbsolutePath() + " is no folder, but where the embedded broker keeps its data;"
                            + " put the folder back, or choose another with --data");
        }
    }

    private void requireKafkasOnly() throws IOException {
        if (!Files.isDirectory(logs)) {
            return;
        }
        try (Stream<Path> all = Files.list(logs)) {
            List<String> foreign = all.filter(Files::isDirectory)
                    .map(one -> one.getFileName().toString())
                    .filter(name -> !PARTITION.matcher(name).matches())
                    .sorted()
                    .toList();
            if (!foreign.isEmpty()) {
                throw new BrokerException(
                        "in " + logs.toAbsolutePath() + " is a folder that is not Kafka's, and Kafka does"
                                + " not start beside it: " + String.join(", ", foreign) + "; move it elsewhere");
            }
        }
    }

    /** Without its metadata Kafka takes every log for one of a topic that was deleted, and annorank would make all anew. */
    private void requireMetadata() throws IOException {
        Path metadata = logs.resolve("__cluster_metadata-0");
        if (Files.isDirectory(metadata)) {
            try (Stream<Path> all = Files.list(metadata)) {
                for (Path file : all.toList()) {
                    String name = file.getFileName().toString();
                    boolean isKept =
                            name.endsWith(".log") || (name.endsWith(".checkpoint") && !name.startsWith(FORMATTED));
                    if (isKept && Files.size(file) > 0) {
                        return;
                    }
                }
            }
        }
        throw new BrokerException(metadata.toAbsolutePath() + " is missing or empty; without it Kafka does not know the"
                + " topics whose logs are beside it. Put it back from a backup; without one, move "
                + logs.toAbsolutePath().getParent() + " away, start anew and load again");
    }

    private void putBack() throws IOException {
        Path identity = logs.resolve(IDENTITY);
        if (!hasIdentity(copy)) {
            throw new BrokerException(
                    identity.toAbsolutePath() + " is missing or cannot be read; without it Kafka does not"
                            + " find its data in that folder again. Put the file back from a backup; without one, move "
                            + logs.toAbsolutePath().getParent() + " away, start anew and load again");
        }
        Files.copy(copy, identity, StandardCopyOption.REPLACE_EXISTING);
        LOG.warn(
                "{} was missing or could not be read; it is put back from its copy {}. Nothing is lost",
                identity,
                copy);
    }

    private static boolean hasIdentity(Path file) throws IOException {
        Properties found = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            found.load(reader);
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return false;
        }
        return List.of("version", "cluster.id", "node.id", "directory.id").stream()
                .allMatch(found::containsKey);
    }
}
