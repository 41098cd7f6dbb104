package dev.annorank.stream;

import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store in memory that a test fills, in place of one on disk. */
record GivenStore(String name, Supplier<KeyValueStore<Bytes, byte[]>> store) implements KeyValueBytesStoreSupplier {
    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return store.get();
    }

    @Override
    public String metricsScope() {
        return "in-memory";
    }
}
