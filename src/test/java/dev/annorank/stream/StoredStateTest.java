package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class StoredStateTest {
    private static final int ENTRIES = 3000;

    private final Path folder;
    private final Path store;

    StoredStateTest(@TempDir Path folder) {
        this.folder = folder;
        this.store = folder.resolve("2_0/rocksdb/images");
    }

    /** As Kafka Streams leaves two tasks behind. */
    @BeforeEach
    void write() throws Exception {
        Files.writeString(folder.resolve("kafka-streams-process-metadata"), "{}");
        Files.createDirectories(folder.resolve("0_0"));
        for (String task : List.of("2_0", "2_1")) {
            Path one = folder.resolve(task).resolve("rocksdb/images");
            Files.createDirectories(one);
            fill(one, new TopicPartition("annorank-images-changelog", task.charAt(2) - '0'));
        }
    }

    private static void fill(Path store, TopicPartition changelog) throws RocksDBException {
        RocksDB.loadLibrary();
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try (DBOptions options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
                FlushOptions flush = new FlushOptions();
                RocksDB db = RocksDB.open(
                        options,
                        store.toString(),
                        List.of(
                                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY),
                                new ColumnFamilyDescriptor("offsets".getBytes(UTF_8))),
                        families)) {
            for (int i = 0; i < ENTRIES; i++) {
                db.put(("key " + i).getBytes(UTF_8), ("value " + i).getBytes(UTF_8));
            }
            db.put(families.get(1), "status".getBytes(UTF_8), new byte[Long.BYTES]);
            db.put(
                    families.get(1),
                    changelog.toString().getBytes(UTF_8),
                    ByteBuffer.allocate(Long.BYTES)
                            .putLong(0, 41 + changelog.partition())
                            .array());
            db.flush(flush, families);
            families.forEach(ColumnFamilyHandle::close);
        }
    }

    private enum Damage {
        MANIFEST {
            @Override
            void doTo(Path task, Path store) throws IOException {
                flip(file(store, "MANIFEST", ""), 30);
            }
        },
        MISSING_TABLE {
            @Override
            void doTo(Path task, Path store) throws IOException {
                Files.delete(largestTable(store));
            }
        },
        BLOCK_IN_THE_MIDDLE_OF_A_TABLE {
            @Override
            void doTo(Path task, Path store) throws IOException {
                Path table = largestTable(store);
                flip(table, (int) Files.size(table) / 2);
            }
        },
        EMPTY_CURRENT {
            @Override
            void doTo(Path task, Path store) throws IOException {
                Files.writeString(store.resolve("CURRENT"), "");
            }
        },
        MISSING_CURRENT {
            @Override
            void doTo(Path task, Path store) throws IOException {
                Files.delete(store.resolve("CURRENT"));
            }
        },
        CHECKPOINT_THAT_IS_NO_TEXT {
            @Override
            void doTo(Path task, Path store) throws IOException {
                Files.write(task.resolve(".checkpoint"), new byte[] {'0', '\n', (byte) 0xff, (byte) 0xc0});
            }
        },
        CHECKPOINT_CUT_SHORT {
            @Override
            void doTo(Path task, Path store) throws IOException {
                Files.writeString(task.resolve(".checkpoint"), "0\n1\nannorank-images-change");
            }
        },
        FILE_AS_STORE {
            @Override
            void doTo(Path task, Path store) throws IOException {
                Files.writeString(task.resolve("rocksdb/other"), "x");
            }
        };

        abstract void doTo(Path task, Path store) throws IOException;
    }

    private static Path file(Path folder, String begin, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(one -> one.getFileName().toString().startsWith(begin)
                            && one.getFileName().toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path largestTable(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(one -> one.toString().endsWith(".sst"))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 0x55;
        Files.write(file, bytes);
    }

    @Test
    void shouldFindOffsetsAndNoDamage_whenAllIsWell() throws IOException {
        Files.writeString(folder.resolve("2_1/.checkpoint"), "0\n1\nannorank-images-changelog 1 42\n");
        Files.createDirectories(folder.resolve("2_2/rocksdb/images"));
        StoredState state = StoredState.read(folder);
        assertThat(state.damaged()).isEmpty();
        assertThat(state.offsets())
                .isEqualTo(Map.of(
                        new TopicPartition("annorank-images-changelog", 0), 41L,
                        new TopicPartition("annorank-images-changelog", 1), 42L));
        assertThat(StoredState.read(folder.resolve("none")).damaged()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void shouldNameTheTask_whenItIsDamaged(Damage damage) throws IOException {
        damage.doTo(folder.resolve("2_0"), store);
        StoredState state = StoredState.read(folder);
        assertThat(state.damaged()).containsOnlyKeys(folder.resolve("2_0"));
        assertThat(state.offsets()).containsKey(new TopicPartition("annorank-images-changelog", 1));
    }

    @Test
    void shouldNameWhatIsNoFolderOrNoFile_whereItIs(@TempDir Path elsewhere) throws IOException {
        Files.createDirectories(folder.resolve(".lock"));
        Files.writeString(folder.resolve("1_0"), "x");
        assertThat(StoredState.read(folder).damaged()).containsOnlyKeys(folder.resolve(".lock"), folder.resolve("1_0"));
        Path file = Files.writeString(elsewhere.resolve("annorank"), "x");
        assertThat(StoredState.read(file).damaged()).containsOnlyKeys(file);
    }

    @Test
    void shouldFindNothing_whenSomebodyWorksOnIt() throws IOException {
        Damage.EMPTY_CURRENT.doTo(folder.resolve("2_0"), store);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(StoredState.read(folder).damaged()).isEmpty();
        }
    }

    @Test
    void shouldNotTakeAFullDiskOrMissingPermissionForDamage() {
        assertThat(damage("Corruption: block checksum mismatch")).isTrue();
        assertThat(damage("Corruption: IO error: No such file or directory: While open a file: /x.sst"))
                .isTrue();
        assertThat(damage("IO error: No space left on device: While appending to file: /x.sst"))
                .isFalse();
        assertThat(damage("Corruption: IO error: While open a file for random read: /x.sst: Permission denied"))
                .isFalse();
        assertThat(StoredState.damage(new ProcessorStateException("x", new IOException("y"))))
                .isEmpty();
    }

    private static boolean damage(String words) {
        return StoredState.damage(new ProcessorStateException("Error opening store", new RocksDBException(words)))
                .isPresent();
    }
}
