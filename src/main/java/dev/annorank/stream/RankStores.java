package dev.annorank.stream;

import dev.annorank.model.ClassTotals;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The stores of the rank stage: for each dataset of this partition what is there and what readers were told. Images and
 * classes are keyed {@code dataset/name}, datasets by name.
 */
record RankStores(
        KeyValueStore<String, StoredVector> vectors,
        KeyValueStore<String, StoredPublication> published,
        KeyValueStore<String, ClassTotals> classes,
        KeyValueStore<String, DatasetState> datasets) {

    static RankStores of(ProcessorContext<?, ?> context) {
        return new RankStores(
                context.getStateStore(RankingTopology.VECTORS_STORE),
                context.getStateStore(RankingTopology.PUBLISHED_STORE),
                context.getStateStore(RankingTopology.CLASSES_STORE),
                context.getStateStore(RankingTopology.DATASETS_STORE));
    }
}
