package dev.annorank.stream;

import dev.annorank.model.ClassTotals;
import dev.annorank.ranking.Published;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Fills the rankers of a partition from its stores when the partition is taken over. Reads each store once. */
final class StateRestorer {
    private final RankStores stores;
    private final String pruneRates;

    StateRestorer(RankStores stores, String pruneRates) {
        this.stores = stores;
        this.pruneRates = pruneRates;
    }

    /** Calls {@code rankers} for every dataset there is something of. */
    void restore(Function<String, DatasetRanker> rankers) {
        each(stores.datasets(), entry -> rankers.apply(entry.key).restore(entry.value));
        Map<String, StoredPublication> published = new HashMap<>();
        each(stores.published(), entry -> published.put(entry.key, entry.value));
        each(stores.vectors(), entry -> {
            DatasetRanker ranker = rankers.apply(dataset(entry.key));
            ranker.restoreImage(name(entry.key), entry.value, state(ranker, entry, published.remove(entry.key)));
        });
        published.forEach((key, gone) -> {
            DatasetRanker ranker = rankers.apply(dataset(key));
            ranker.restoreImage(name(key), null, new Published(gone.rank(), gone.of(), mask(ranker, gone), false));
        });
        each(
                stores.classes(),
                (KeyValue<String, ClassTotals> entry) ->
                        rankers.apply(dataset(entry.key)).restoreClass(name(entry.key)));
    }

    private @Nullable Published state(
            DatasetRanker ranker, KeyValue<String, StoredVector> entry, @Nullable StoredPublication last) {
        if (last == null) {
            return null;
        }
        boolean stale = entry.value.sinceEpoch() >= last.epoch() || !ranker.wasPublishedAt(pruneRates);
        return new Published(last.rank(), last.of(), mask(ranker, last), stale);
    }

    /** Kept sets of other prune rates say nothing of the present ones. */
    private int mask(DatasetRanker ranker, StoredPublication last) {
        return ranker.wasPublishedAt(pruneRates) ? last.keptMask() : 0;
    }

    private static String dataset(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    private static String name(String key) {
        return key.substring(key.indexOf('/') + 1);
    }

    private static <V> void each(KeyValueStore<String, V> store, Consumer<KeyValue<String, V>> consumer) {
        try (KeyValueIterator<String, V> entries = store.all()) {
            entries.forEachRemaining(consumer);
        }
    }
}
