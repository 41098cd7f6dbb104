package dev.annorank.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Gives all state stores of the process one memory to share, as large as the setting {@value #MEMORY_BYTES} says: without it every store of
 * every partition takes its own, and their number grows with the partitions.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    /** The setting: bytes for cached blocks, indexes and unwritten changes of all stores. */
    public static final String MEMORY_BYTES = "rocksdb.memory.bytes";

    private static final long DEFAULT_MEMORY_BYTES = 256L << 20;
    /** Part of the memory that may hold changes not yet written to disk. */
    private static final int WRITE_SHARE = 3;

    private static final long WRITE_BUFFER_BYTES = 8L << 20;

    /** Part of a write buffer that goes to the filter of its keys. */
    private static final double MEMTABLE_BLOOM_RATIO = 0.05;

    private static @Nullable Shared shared;

    private record Shared(Cache cache, WriteBufferManager writes) {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Shared memory = shared(configs);
        BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
        tables.setBlockCache(memory.cache());
        tables.setCacheIndexAndFilterBlocks(true);
        tables.setPinTopLevelIndexAndFilter(true);
        tables.setPinL0FilterAndIndexBlocksInCache(true);
        options.setTableFormatConfig(tables);
        options.setWriteBufferManager(memory.writes());
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
        // Most annotations that are looked up are new: what is not there must be found out without a search.
        options.setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO);
        options.setMemtableWholeKeyFiltering(true);
    }

    private static synchronized Shared shared(Map<String, Object> configs) {
        if (shared == null) {
            RocksDB.loadLibrary();
            Object set = configs.get(MEMORY_BYTES);
            long bytes = set == null ? DEFAULT_MEMORY_BYTES : Long.parseLong(set.toString());
            Cache cache = new LRUCache(bytes);
            shared = new Shared(cache, new WriteBufferManager(bytes / WRITE_SHARE, cache));
        }
        return shared;
    }

    /** Nothing: what is shared lives as long as the process. */
    @Override
    public void close(String storeName, Options options) {}
}
