package dev.annorank.app;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A data folder in one file: an archive without compression, compressed as a whole, since its many files are alike. */
final class UpgradeArchive {
    /** Slow and small. */
    private static final int LEVEL = 19;

    private UpgradeArchive() {}

    /** Packs the files of a folder that nobody uses, but for what only tells people what happened. */
    static void pack(Path folder, Path archive) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !isForPeople(file.getFileName().toString()))
                    // Those of a name are alike.
                    .sorted(Comparator.comparing(Path::getFileName).thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
        try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(archive), LEVEL);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                CRC32 checksum = new CRC32();
                checksum.update(bytes);
                ZipEntry entry = new ZipEntry(folder.relativize(file).toString());
                entry.setTime(0);
                entry.setSize(bytes.length);
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
            }
        }
    }

    /** The log of RocksDB. */
    private static boolean isForPeople(String name) {
        return name.equals("LOG") || name.startsWith("LOG.old.");
    }

    /** Unpacks into a folder that is made. */
    static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream in = new ZstdInputStream(Files.newInputStream(archive));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }
}
