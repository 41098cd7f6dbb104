package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The working state on disk, looked at before Kafka Streams opens it. Every block of every store is read once: iterators of
 * Kafka Streams that meet a damaged one end there without a word, as if the store held no more.
 */
public final class StoredState {
    private static final Pattern TASK = Pattern.compile("[0-9]+_[0-9]+");
    private static final Pattern CHECKPOINT = Pattern.compile("[0-9]+\\R[0-9]+\\R(\\S+ [0-9]+ -?[0-9]+\\R)*");
    /** Lies with the machine or its settings: what is on disk is good, and may be read again later. */
    private static final Pattern OUTSIDE =
            Pattern.compile("Permission denied|No space left on device|Disk quota exceeded"
                    + "|Read-only file system|Too many open files|Cannot allocate memory|Operation not permitted");

    private static final String LOCK = ".lock";
    /** Kafka Streams' own files; whatever else is there is a task's folder or none of its business. */
    private static final List<String> FILES = List.of(LOCK, "kafka-streams-process-metadata");

    private static final byte[] OFFSETS = "offsets".getBytes(UTF_8);
    private static final Pattern PARTITION = Pattern.compile("(.+)-([0-9]+)");

    private final SortedMap<Path, String> damaged = new TreeMap<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();

    private StoredState() {}

    /**
     * Reads it. Nothing is found if somebody else works on the folder.
     *
     * @param folder of an application id, in {@code state.dir}; need not exist
     */
    public static StoredState read(Path folder) throws IOException {
        StoredState state = new StoredState();
        if (!Files.isDirectory(folder)) {
            if (Files.exists(folder)) {
                state.damaged.put(folder, "it is no folder");
            }
            return state;
        }
        for (String name : FILES) {
            if (Files.isDirectory(folder.resolve(name))) {
                state.damaged.put(folder.resolve(name), "it is a folder, but should be a file");
            }
        }
        if (state.damaged.containsKey(folder.resolve(LOCK)) || !isInUse(folder)) {
            for (Path task : list(folder)) {
                if (TASK.matcher(name(task)).matches()) {
                    state.readTask(task).ifPresent(why -> state.damaged.put(task, why));
                }
            }
        }
        return state;
    }

    /** The files and folders that cannot be used, the smallest that can be restored by themselves, and why. */
    public SortedMap<Path, String> damaged() {
        return Collections.unmodifiableSortedMap(damaged);
    }

    /** Of the changelogs that stores were copied from, the last offset that is in the copy; not of damaged stores. */
    public Map<TopicPartition, Long> offsets() {
        return Collections.unmodifiableMap(offsets);
    }

    /** Why a failure of a store is one of damage on disk; empty if it is of another kind, such as a full disk. */
    public static Optional<String> damage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RocksDBException rocksDb) {
                String words = String.valueOf(rocksDb.getMessage());
                return OUTSIDE.matcher(words).find() ? Optional.empty() : Optional.of(words);
            }
        }
        return Optional.empty();
    }

    /** As Kafka Streams asks; whoever works on it would be disturbed, and what changes meanwhile looks damaged. */
    private static boolean isInUse(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), CREATE, WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException | IOException e) {
            return true;
        }
    }

    private Optional<String> readTask(Path task) throws IOException {
        Path stores = task.resolve("rocksdb");
        for (Path one : List.of(task, stores)) {
            if (Files.isRegularFile(one)) {
                return Optional.of(name(one) + " is no folder");
            }
        }
        Path checkpoint = task.resolve(".checkpoint");
        if (Files.exists(checkpoint) && !isCheckpoint(checkpoint)) {
            return Optional.of(name(checkpoint) + " cannot be read");
        }
        if (!Files.isDirectory(stores)) {
            return Optional.empty();
        }
        for (Path store : list(stores)) {
            Optional<String> why =
                    Files.isDirectory(store) ? readStore(store) : Optional.of(name(store) + " is no folder");
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    /** Of an older Kafka Streams, which takes it over: format, how many there are, and the offset of each changelog. */
    private static boolean isCheckpoint(Path file) throws IOException {
        try {
            return Files.isRegularFile(file)
                    && CHECKPOINT.matcher(Files.readString(file, UTF_8)).matches();
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private Optional<String> readStore(Path store) throws IOException {
        List<Path> files = list(store);
        if (files.stream().noneMatch(file -> name(file).equals("CURRENT"))
                && files.stream().noneMatch(file -> name(file).endsWith(".sst"))) {
            // Killed before anything was kept.
            return Optional.empty();
        }
        RocksDB.loadLibrary();
        try {
            return readAll(store.toString())
                    ? Optional.empty()
                    : Optional.of(name(store) + " does not say what it holds");
        } catch (RocksDBException e) {
            return damage(e);
        }
    }

    /** Returns whether there was something to read. */
    private boolean readAll(String store) throws RocksDBException {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (Options options = new Options()) {
            for (byte[] name : RocksDB.listColumnFamilies(options, store)) {
                families.add(new ColumnFamilyDescriptor(name));
            }
        }
        if (families.isEmpty()) {
            return false;
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions()
                        .setInfoLogLevel(InfoLogLevel.FATAL_LEVEL)
                        .setKeepLogFileNum(1);
                RocksDB db = RocksDB.openReadOnly(options, store, families, handles)) {
            try {
                db.verifyChecksum();
                for (int i = 0; i < handles.size(); i++) {
                    if (Arrays.equals(families.get(i).getName(), OFFSETS)) {
                        readOffsets(db, handles.get(i));
                    }
                }
                return true;
            } finally {
                handles.forEach(ColumnFamilyHandle::close);
            }
        } finally {
            families.forEach(family -> family.getOptions().close());
        }
    }

    /** Kafka Streams keeps other things there too. */
    private void readOffsets(RocksDB db, ColumnFamilyHandle family) {
        try (RocksIterator at = db.newIterator(family)) {
            for (at.seekToFirst(); at.isValid(); at.next()) {
                Matcher partition = PARTITION.matcher(new String(at.key(), UTF_8));
                if (partition.matches() && at.value().length == Long.BYTES) {
                    offsets.put(
                            new TopicPartition(partition.group(1), Integer.parseInt(partition.group(2))),
                            ByteBuffer.wrap(at.value()).getLong());
                }
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
