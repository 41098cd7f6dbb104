package dev.annorank.stream;

import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** What a processor needs of a context without a topology. */
final class MockStage {
    private MockStage() {}

    /** Adds a store that is empty and in memory. */
    static <K, V> void addStore(MockProcessorContext<?, ?> context, String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    /** Lets the clock of the processor that was begun last be so. */
    static void tick(MockProcessorContext<?, ?> context, long nowMs) {
        List<CapturedPunctuator> all = context.scheduledPunctuators();
        all.get(all.size() - 1).getPunctuator().punctuate(nowMs);
    }
}
