package dev.annorank.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few MiB in memory, to be filled up. Needs the right to mount. */
final class SmallDisk implements AutoCloseable {
    private final Path mount;

    SmallDisk(Path mount, int mib) throws IOException, InterruptedException {
        this.mount = Files.createDirectories(mount);
        if (run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "annorank-chaos", mount.toString()) != 0) {
            throw new IOException("cannot mount a tmpfs at " + mount);
        }
    }

    /** Whether this process may mount; tries it. */
    static boolean isAllowed() throws IOException, InterruptedException {
        Path mount = Files.createTempDirectory("chaos-mount");
        try (SmallDisk disk = new SmallDisk(mount, 1)) {
            return Files.isDirectory(Files.createDirectory(disk.folder()));
        } catch (IOException e) {
            System.out.println("chaos: a full disk cannot be tried here: " + e.getMessage());
            return false;
        } finally {
            Files.deleteIfExists(mount);
        }
    }

    Path folder() {
        return mount.resolve("data");
    }

    /** Takes all room that is left. */
    void fill() throws IOException {
        byte[] zeros = new byte[64 * 1024];
        int length = zeros.length;
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (length > 0) {
                length = write(out, zeros, length) ? length : length / 2;
            }
        }
    }

    private static boolean write(OutputStream out, byte[] zeros, int length) {
        try {
            out.write(zeros, 0, length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives it back. */
    void makeRoom() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return mount.resolve("ballast");
    }

    /** Takes the file system away, also from under processes that still have files open. */
    @Override
    public void close() throws IOException {
        try {
            run("umount", "--lazy", mount.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
