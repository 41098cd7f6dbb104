package dev.annorank.stream;

import java.util.NoSuchElementException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** The entries of a store whose key and value a {@link ReadableSerde} could read, in their order; the others are passed over. */
final class ReadableEntries<K, V> implements KeyValueIterator<K, V> {
    private final KeyValueIterator<K, V> all;
    private @Nullable KeyValue<K, V> next;

    ReadableEntries(KeyValueIterator<K, V> all) {
        this.all = all;
    }

    @Override
    public boolean hasNext() {
        while (next == null && all.hasNext()) {
            KeyValue<K, V> entry = all.next();
            next = entry.key == null || entry.value == null ? null : entry;
        }
        return next != null;
    }

    @Override
    public KeyValue<K, V> next() {
        KeyValue<K, V> entry = peek();
        next = null;
        return entry;
    }

    @Override
    public K peekNextKey() {
        return peek().key;
    }

    private KeyValue<K, V> peek() {
        KeyValue<K, V> entry = hasNext() ? next : null;
        if (entry == null) {
            throw new NoSuchElementException();
        }
        return entry;
    }

    @Override
    public void close() {
        all.close();
    }
}
