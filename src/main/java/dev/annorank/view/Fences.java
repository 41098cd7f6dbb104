package dev.annorank.view;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Where reading must be for epochs to be whole, one such place after the other. One thread. */
final class Fences {
    private final Deque<Fence> fences = new ArrayDeque<>();

    private record Fence(Map<TopicPartition, Long> ends, List<DatasetBook> books) {}

    /**
     * Sets one behind those that there are.
     *
     * @param ends offsets that reading must have come to
     * @param books whose epochs are whole then
     */
    void add(Map<TopicPartition, Long> ends, List<DatasetBook> books) {
        fences.add(new Fence(new HashMap<>(ends), books));
    }

    /** Tells the books of all that have been passed; returns whether there were any. */
    boolean pass(Consumer<byte[], byte[]> consumer) {
        boolean wasAny = false;
        while (!fences.isEmpty() && isPast(consumer, fences.peek().ends())) {
            fences.remove().books().forEach(DatasetBook::whole);
            wasAny = true;
        }
        return wasAny;
    }

    void clear() {
        fences.clear();
    }

    /** Whether reading has come to all these offsets; those that it has come to are taken out. */
    static boolean isPast(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        Collection<Map.Entry<TopicPartition, Long>> all = ends.entrySet();
        all.removeIf(end -> isPast(consumer, end));
        return all.isEmpty();
    }

    /** A partition that is gone does not hold anything up. */
    private static boolean isPast(Consumer<byte[], byte[]> consumer, Map.Entry<TopicPartition, Long> end) {
        return !consumer.assignment().contains(end.getKey())
                || consumer.position(end.getKey(), TopicFollower.ANSWER) >= end.getValue();
    }
}
