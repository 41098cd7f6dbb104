package dev.annorank.view;

import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches that a view passed over because they are damaged: it has no offset of its own that anybody could move. Each is named
 * once, however often it is met. Any thread may use it.
 */
final class DamagedBatches {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedBatches.class);

    private final LongConsumer offsets;
    private final TreeSet<String> named = new TreeSet<>();

    /** @param offsets hears how many offsets were passed over */
    DamagedBatches(LongConsumer offsets) {
        this.offsets = offsets;
    }

    /** @param to the first offset behind the batch */
    synchronized void passed(String topic, int partition, long from, long to) {
        String what = "topic " + topic + " partition " + partition + " cannot be read from offset " + from + " to "
                + (to - 1) + ", a batch of it is damaged; passed over";
        if (named.add(what)) {
            LOG.error("View: {}", what);
            offsets.accept(to - from);
        }
    }

    /** In words, or empty if there is none. */
    synchronized Optional<String> describe() {
        return named.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", named));
    }
}
