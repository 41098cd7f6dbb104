package dev.annorank.files;

import dev.annorank.model.UsageException;
import dev.annorank.model.UserException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where an output goes.
 *
 * @param target as the user named it
 * @param folder the folder that {@code file} is in
 * @param file the file to be there in the end: the target, or what it links to, even if that is not there yet
 * @param isDirect whether {@code file} is there and stays, since it is no file of bytes to be put in another's place: a
 *     pipe, a device, or what the process was given as its standard output
 */
public record OutputPlace(Path target, Path folder, Path file, boolean isDirect) {
    /**
     * Looks at what is there.
     *
     * @throws UsageException if the target cannot be the name of a file
     * @throws UserException if no file can be written there
     */
    public static OutputPlace of(Path target) {
        if (target.toString().isEmpty()) {
            throw new UsageException("an output is named with an empty text; name a file");
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new UsageException("cannot write " + target + ": it is the root of all folders; name a file");
        }
        requireFolder(target, folder);
        try {
            BasicFileAttributes there = attributes(target);
            if (there != null && there.isDirectory()) {
                throw new UserException("cannot write " + target + ": it is a folder");
            }
            if (there != null && (!there.isRegularFile() || holdsDescriptors(folder.toRealPath()))) {
                return new OutputPlace(target, folder, target, true);
            }
            Path end = followed(target).toAbsolutePath();
            Path endFolder = end.getParent();
            if (endFolder == null) {
                throw new UserException("cannot write " + target + ": it is a folder");
            }
            requireFolder(target, endFolder);
            Path real = endFolder.toRealPath();
            return new OutputPlace(target, real, real.resolve(end.getFileName()), false);
        } catch (IOException e) {
            throw new UserException("cannot write " + target + ": " + reason(e));
        }
    }

    private static void requireFolder(Path target, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserException("cannot write " + target + ": folder " + folder + " does not exist");
        }
    }

    /** Where {@code /dev/stdout} and its like are: a link from there may lead to a file, but stands for an open one. */
    private static boolean holdsDescriptors(Path folder) {
        return folder.equals(Path.of("/dev")) || folder.startsWith("/proc");
    }

    private static @Nullable BasicFileAttributes attributes(Path target) throws IOException {
        try {
            return Files.readAttributes(target, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Where links lead; that they lead round in a circle has shown before. */
    private static Path followed(Path target) throws IOException {
        Path end = target;
        while (Files.isSymbolicLink(end)) {
            end = end.resolveSibling(Files.readSymbolicLink(end));
        }
        return end;
    }

    /** What the system says of a refusal, without the name of the file. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "no permission";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        String reason = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    /** Whether both are one file, or will be. */
    boolean isSame(OutputPlace other) throws IOException {
        return file.equals(other.file) || isSame(other.file);
    }

    /** Whether this is a file that is there already. */
    boolean isSame(Path other) throws IOException {
        return Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other);
    }
}
