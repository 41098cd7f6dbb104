package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file that is there whole or not at all: written beside its place and moved when it is complete. A name that ends in
 * .gz is written compressed.
 */
final class OutputFile implements AutoCloseable {
    private final Path target;
    private final Path partial;
    private final OutputStream stream;
    private final Writer writer;

    OutputFile(Path target) throws IOException {
        this.target = target;
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UserException("cannot write " + target + ": folder " + folder + " does not exist");
        }
        if (Files.isDirectory(target)) {
            throw new UserException("cannot write " + target + ": it is a folder");
        }
        partial = folder.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
        OutputStream bytes = create(target, partial);
        boolean compressed = target.toString().endsWith(".gz");
        stream = new BufferedOutputStream(compressed ? new GZIPOutputStream(bytes, 1 << 16) : bytes, 1 << 16);
        writer = new BufferedWriter(new OutputStreamWriter(stream, UTF_8), 1 << 16);
    }

    /** What the system says of a refusal is about a name that the user never gave. */
    private static OutputStream create(Path target, Path partial) {
        try {
            return Files.newOutputStream(partial);
        } catch (IOException e) {
            throw new UserException("cannot write " + target + ": its folder takes no new file ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** For text; not together with {@link #stream()}. */
    Writer writer() {
        return writer;
    }

    /** For bytes; not together with {@link #writer()}. */
    OutputStream stream() {
        return stream;
    }

    /** Ends the file, and returns the SHA-256 of its bytes as they are stored, in hexadecimal. */
    String finish() throws IOException {
        writer.close();
        MessageDigest digest = sha256();
        try (InputStream bytes = Files.newInputStream(partial)) {
            bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The file is whole: puts it in its place. */
    void commit() throws IOException {
        writer.close();
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Leaves nothing behind unless the file was committed. */
    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(partial);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
