package dev.annorank.stream;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says at which record a thread of the topology failed; goes along with the exception, suppressed, to whoever reports it. */
public final class FailedRecord extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;

    /**
     * One that was read.
     *
     * @param key dataset and image, or as much of them as is known
     */
    static FailedRecord read(String topic, int partition, long offset, @Nullable String key) {
        return new FailedRecord(topic + "-" + partition + "@" + offset + named(key));
    }

    /** One that could not be written. */
    static FailedRecord written(String topic, @Nullable String key, long bytes) {
        return new FailedRecord("topic " + topic + named(key) + ", " + bytes + " bytes");
    }

    private static String named(@Nullable String key) {
        return key == null ? "" : ", key " + key;
    }

    private FailedRecord(String place) {
        super(place, null, false, false);
        this.place = place;
    }

    /** Topic, partition, offset and key of what was read, or topic, key and length of what was to be written. */
    public String place() {
        return place;
    }

    /**
     * What an exception, its causes or what they suppressed tell of; where one of them tells of several, the last: what a
     * broker answers is one and the same object each time.
     */
    public static Optional<FailedRecord> in(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failure);
        while (!open.isEmpty()) {
            Throwable next = open.removeFirst();
            if (next instanceof FailedRecord found) {
                return Optional.of(found);
            }
            if (seen.add(next)) {
                Throwable[] suppressed = next.getSuppressed();
                for (int i = suppressed.length - 1; i >= 0; i--) {
                    open.add(suppressed[i]);
                }
                if (next.getCause() != null) {
                    open.add(next.getCause());
                }
            }
        }
        return Optional.empty();
    }
}
