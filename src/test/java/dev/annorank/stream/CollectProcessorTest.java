package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class CollectProcessorTest {
    private final MockProcessorContext<String, CollectResult> context = new MockProcessorContext<>();

    @Test
    void shouldLeaveNothingScheduled_whenItIsClosed() {
        addStore(RankingTopology.ANNOTATIONS_STORE, StateSerdes.ANNOTATION_KEY, StateSerdes.ANNOTATION_STATE);
        addStore(RankingTopology.IMAGES_STORE, StateSerdes.IMAGE_KEY, StateSerdes.IMAGE_STATE);
        context.setCurrentSystemTimeMs(0);
        CollectProcessor collect = new CollectProcessor(Duration.ofDays(7));
        collect.init(context);
        List<CapturedPunctuator> before = List.copyOf(context.scheduledPunctuators());
        assertThat(before).as("sweeping, sending").hasSize(2).noneMatch(CapturedPunctuator::cancelled);

        collect.close();
        assertThat(before).allMatch(CapturedPunctuator::cancelled);

        collect.init(context);
        assertThat(context.scheduledPunctuators().stream().filter(one -> !one.cancelled()))
                .hasSize(2);
    }

    private <K, V> void addStore(String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }
}
