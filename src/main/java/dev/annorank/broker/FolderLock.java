package dev.annorank.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder to one user: of this process or another. The operating system drops the lock when the process ends,
 * however it ends, so nothing is left to clean up after a crash. The file stays.
 */
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates the folder if need be and locks it.
     *
     * @param user who may have it already, for the message: {@code another embedded broker}
     * @throws BrokerException if the folder is in use or cannot be written
     */
    public static FolderLock take(Path folder, String user) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return new FolderLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new BrokerException("folder " + folder.toAbsolutePath() + " cannot be used: " + e, e);
        }
        throw new BrokerException("folder " + folder.toAbsolutePath() + " is in use by " + user
                + "; stop that one, or choose another folder with --data");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BrokerException("cannot release the folder: " + e, e);
        }
    }
}
