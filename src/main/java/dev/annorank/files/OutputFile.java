package dev.annorank.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.UserException;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there whole or not at all: written beside its place and moved when it is complete, with the permissions
 * of the file that it replaces. What is no regular file, such as a pipe, is written to as it is. A name that ends in .gz is
 * written compressed.
 */
public final class OutputFile implements AutoCloseable {
    private final OutputPlace place;
    /** Of the file that is replaced; null if there is none, or if the system knows no such permissions. */
    private final @Nullable Set<PosixFilePermission> permissions;
    /** What is written to: beside the place, or the place itself. */
    private final Path partial;

    private final OutputStream stored;
    private final OutputStream stream;
    private final Writer writer;

    OutputFile(OutputPlace place) throws IOException {
        this.place = place;
        boolean isPosix =
                place.file().getFileSystem().supportedFileAttributeViews().contains("posix");
        permissions = isPosix && Files.exists(place.file()) ? Files.getPosixFilePermissions(place.file()) : null;
        // No other file here has this number by chance; one that has it on purpose makes this fail, and stays.
        partial = place.isDirect()
                ? place.file()
                : place.folder().resolve(".annorank-" + Long.toString(System.nanoTime(), 36) + ".partial");
        try {
            stored = new Stored(Channels.newOutputStream(place.isDirect() ? openDirect() : create()));
        } catch (IOException e) {
            throw new UserException("cannot write " + place.target() + ": "
                    + (place.isDirect() ? "" : "its folder takes no new file: ") + OutputPlace.reason(e));
        }
        boolean compressed = place.target().toString().endsWith(".gz");
        stream = new BufferedOutputStream(compressed ? new GZIPOutputStream(stored, 1 << 16) : stored, 1 << 16);
        writer = new BufferedWriter(new OutputStreamWriter(stream, UTF_8), 1 << 16);
    }

    /** What standard output leads to may hold something already. */
    private WritableByteChannel openDirect() throws IOException {
        return Files.newByteChannel(partial, StandardOpenOption.APPEND);
    }

    /** A new file, never one that is there; nobody may read it who may not read what it replaces. */
    private WritableByteChannel create() throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        return permissions == null
                ? Files.newByteChannel(partial, options)
                : Files.newByteChannel(partial, options, PosixFilePermissions.asFileAttribute(permissions));
    }

    /** Whether it is written to as it is. */
    public boolean isDirect() {
        return place.isDirect();
    }

    /** For text; not together with {@link #stream()}. */
    Writer writer() {
        return writer;
    }

    /** For bytes; not together with {@link #writer()}. */
    public OutputStream stream() {
        return stream;
    }

    /** Stores what is left to store. */
    public void end() throws IOException {
        writer.close();
    }

    /** Ends the file, and returns the SHA-256 of its bytes as they are stored, in hexadecimal. */
    public String finish() throws IOException {
        end();
        return Sha256.of(partial);
    }

    /** The file is whole and has {@linkplain #end ended}: puts it in its place. */
    void commit() throws IOException {
        if (place.isDirect()) {
            return;
        }
        try {
            if (permissions != null) {
                Files.setPosixFilePermissions(partial, permissions);
            }
            move();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void move() throws IOException {
        try {
            Files.move(partial, place.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(partial, place.file(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Leaves nothing behind unless the file was committed. What has not been stored by then is not tried again. */
    @Override
    public void close() throws IOException {
        try {
            stored.close();
        } finally {
            discard();
        }
    }

    /** Deletes what was written, unless it was committed. */
    void discard() {
        if (!place.isDirect()) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException e) {
                System.err.println("annorank: " + partial + " could not be removed: " + OutputPlace.reason(e));
            }
        }
    }

    private IOException failed(IOException failure) {
        return new IOException(
                "cannot write " + place.target() + ": " + OutputPlace.reason(failure)
                        + (place.isDirect()
                                ? "; what is there is not all"
                                : "; nothing there has changed; make room, or write to another folder"),
                failure);
    }

    /** What takes the bytes, and names the file that the user named when it does not. */
    private final class Stored extends FilterOutputStream {
        Stored(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }
}
