package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.RejectedException;
import dev.annorank.ranking.Published;
import dev.annorank.topic.ForeignRecords;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Fills the rankers of a partition from its stores when the partition is taken over. Reads each store once. An image whose
 * vector is none of annorank's, since somebody else wrote to the changelog, is passed over.
 */
final class StateRestorer {
    private final RankStores stores;
    private final String pruneRates;
    private final ForeignRecords foreign;

    StateRestorer(RankStores stores, String pruneRates, ForeignRecords foreign) {
        this.stores = stores;
        this.pruneRates = pruneRates;
        this.foreign = foreign;
    }

    /** Calls {@code rankers} for every dataset there is something of. */
    void restore(Function<String, DatasetRanker> rankers) {
        each(stores.datasets(), entry -> rankers.apply(entry.key).restore(entry.value));
        restoreImages(rankers);
        each(
                stores.classes(),
                (KeyValue<String, ClassTotals> entry) ->
                        rankers.apply(dataset(entry.key)).restoreClass(name(entry.key), entry.value));
    }

    /**
     * Walks both stores side by side: each is in the order of its keys' bytes. There may be as many images as memory has room
     * for, so what belongs to them is not gathered first.
     */
    private void restoreImages(Function<String, DatasetRanker> rankers) {
        try (KeyValueIterator<String, StoredVector> vectors =
                        new ReadableEntries<>(stores.vectors().all());
                KeyValueIterator<String, StoredPublication> published =
                        new ReadableEntries<>(stores.published().all())) {
            while (vectors.hasNext() || published.hasNext()) {
                int order = order(vectors, published);
                KeyValue<String, StoredVector> vector = order <= 0 ? vectors.next() : null;
                KeyValue<String, StoredPublication> last = order >= 0 ? published.next() : null;
                restoreImage(rankers, vector, last);
            }
        }
    }

    /** Below 0 if only the first iterator has the next key, above 0 if only the second has, 0 if both have. */
    private static int order(KeyValueIterator<String, ?> first, KeyValueIterator<String, ?> second) {
        if (!first.hasNext() || !second.hasNext()) {
            return first.hasNext() ? -1 : 1;
        }
        // Strings compare otherwise where a character takes two.
        return Arrays.compareUnsigned(
                first.peekNextKey().getBytes(UTF_8), second.peekNextKey().getBytes(UTF_8));
    }

    /** At least one of the two is there; both are of one key. */
    private void restoreImage(
            Function<String, DatasetRanker> rankers,
            @Nullable KeyValue<String, StoredVector> vector,
            @Nullable KeyValue<String, StoredPublication> last) {
        if (vector != null) {
            DatasetRanker ranker = rankers.apply(dataset(vector.key));
            StoredPublication its = last == null ? null : last.value;
            Published published = state(ranker, vector.value, its);
            try {
                ranker.restoreImage(name(vector.key), vector.value, published);
            } catch (IllegalArgumentException | ArithmeticException | RejectedException e) {
                foreign.note("key " + vector.key + " in the changelog of vectors", String.valueOf(e.getMessage()));
                if (published != null) {
                    // Readers are told that it is gone, until it is labeled again.
                    ranker.restoreImage(name(vector.key), null, published);
                }
            }
        } else if (last != null) {
            DatasetRanker ranker = rankers.apply(dataset(last.key));
            StoredPublication gone = last.value;
            ranker.restoreImage(name(last.key), null, new Published(gone.rank(), gone.of(), mask(ranker, gone), false));
        }
    }

    private @Nullable Published state(DatasetRanker ranker, StoredVector vector, @Nullable StoredPublication last) {
        if (last == null) {
            return null;
        }
        boolean stale = vector.sinceEpoch() >= last.epoch() || !ranker.wasPublishedAt(pruneRates);
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
        try (KeyValueIterator<String, V> entries = new ReadableEntries<>(store.all())) {
            entries.forEachRemaining(consumer);
        }
    }
}
