package dev.annorank.topic;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of annorank's topics that annorank did not write. Anybody may write to a topic by mistake, and what was written
 * there stays; so whoever meets such a record passes over it. It is counted, and named in the log: the first few of them, and
 * then each time their number has doubled.
 *
 * <p>A record that says of itself that it is of an unknown format is one of them as well, unless a newer annorank is at work
 * here. That is what the scoring manifest says, which every annorank writes before anything else. Any thread may ask.
 */
public final class ForeignRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignRecords.class);
    private static final int FEW = 8;
    /** A record that is met again, by a thread that takes over or a reader that begins anew, is not a further one. */
    private static final int REMEMBERED = 1_000;

    private final BooleanSupplier newerAtWork;
    private final Runnable counter;
    private final Set<String> places = new LinkedHashSet<>();
    private long count;

    /** For readers that nobody measures and that no newer annorank concerns. */
    public ForeignRecords() {
        this(() -> false, () -> {});
    }

    /**
     * None has been met yet.
     *
     * @param newerAtWork whether the manifest is of a newer annorank; may throw a {@link KafkaException} where it cannot be
     *     read
     * @param counter runs once for each record
     */
    public ForeignRecords(BooleanSupplier newerAtWork, Runnable counter) {
        this.newerAtWork = newerAtWork;
        this.counter = counter;
    }

    /**
     * Passes over a record.
     *
     * @param place its topic, partition and offset
     * @param why it cannot be used
     * @throws UnknownFormatException if a newer annorank wrote it, as far as can be known
     * @throws KafkaException if that cannot be found out
     */
    public void skip(String place, RuntimeException why) {
        UnknownFormatException unknown = UnknownFormatException.in(why);
        if (unknown != null && newerAtWork.getAsBoolean()) {
            throw unknown;
        }
        note(place, String.valueOf(why.getMessage()));
    }

    /** Whether a newer annorank is at work here; false where that cannot be found out. */
    public boolean isNewerAtWork() {
        try {
            return newerAtWork.getAsBoolean();
        } catch (KafkaException e) {
            LOG.warn("Whether a newer annorank is at work cannot be found out: {}", e.getMessage());
            return false;
        }
    }

    /** Counts a record that was passed over, and names it. */
    public synchronized void note(String place, String why) {
        if (!places.add(place)) {
            return;
        }
        if (places.size() > REMEMBERED) {
            places.remove(places.iterator().next());
        }
        count++;
        counter.run();
        if (count <= FEW || Long.bitCount(count) == 1) {
            LOG.warn(
                    "Skipped {}, which is not from annorank; let only annorank write there: {} ({} skipped so far)",
                    place,
                    why,
                    count);
        }
    }

    /** Where a record lies, as it is named. */
    public static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + "@" + offset;
    }
}
