package dev.annorank.view;

import dev.annorank.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;

/**
 * Bytes by bytes on disk, in little memory: {@value #CACHE_BYTES} for blocks that were read and twice {@value
 * #WRITE_BYTES} for what is not written yet. What is here can be read again from its topic, so nothing is logged and nothing
 * outlives {@link #close}. Not to be used after that.
 */
final class InstanceFiles implements AutoCloseable {
    private static final long CACHE_BYTES = 32L << 20;
    private static final long WRITE_BYTES = 8L << 20;
    private static final int OPEN_FILES = 64;
    private static final int BLOOM_BITS = 10;

    private final Path folder;
    private final Cache cache;
    private final BloomFilter filter;
    private final Options options;
    private final WriteOptions unlogged;
    private final RocksDB db;

    /** @throws UncheckedIOException if the folder cannot be emptied or used */
    InstanceFiles(Path folder) {
        this.folder = folder;
        RocksDB.loadLibrary();
        remove(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cache = new LRUCache(CACHE_BYTES);
        filter = new BloomFilter(BLOOM_BITS);
        options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(WRITE_BYTES)
                .setMaxWriteBufferNumber(2)
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxBackgroundJobs(2)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setFilterPolicy(filter));
        unlogged = new WriteOptions().setDisableWAL(true);
        try {
            db = RocksDB.open(options, folder.toString());
        } catch (RocksDBException e) {
            closeOptions();
            throw failed(e);
        }
    }

    static UncheckedIOException failed(RocksDBException e) {
        return new UncheckedIOException(new IOException("instances cannot be kept: " + e.getMessage(), e));
    }

    /** Whether a file does not hold what was written to it. */
    static boolean isDamage(RocksDBException e) {
        return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
    }

    byte @Nullable [] get(byte[] key) throws RocksDBException {
        return db.get(key);
    }

    void put(byte[] key, byte[] value) throws RocksDBException {
        db.put(unlogged, key, value);
    }

    void delete(byte[] key) throws RocksDBException {
        db.delete(unlogged, key);
    }

    /** All keys that begin so, in the order of their bytes. */
    List<byte[]> keys(byte[] prefix) throws RocksDBException {
        List<byte[]> keys = new ArrayList<>();
        try (RocksIterator at = db.newIterator()) {
            for (at.seek(prefix); at.isValid() && begins(at.key(), prefix); at.next()) {
                keys.add(at.key());
            }
            at.status();
        }
        return keys;
    }

    private static boolean begins(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private void closeOptions() {
        unlogged.close();
        options.close();
        filter.close();
        cache.close();
    }

    @Override
    public void close() {
        db.close();
        closeOptions();
        remove(folder);
    }

    private static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
