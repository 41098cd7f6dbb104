package dev.annorank.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/** When events were due that no ranking has reported yet. For a thread that adds and one that takes away. */
final class Unreported {
    /** Of one image: the times of events not reported, and how many were. */
    private static final class Waiting {
        private final Deque<Long> dueNs = new ArrayDeque<>();
        private int reported;
    }

    private final Map<String, Waiting> images = new HashMap<>();
    private long events;

    /** The image's next instance. */
    synchronized void add(String image, long dueNs) {
        images.computeIfAbsent(image, key -> new Waiting()).dueNs.addLast(dueNs);
        events++;
    }

    /** The image is reported with so many instances: gives the times of the events that are so for the first time. */
    synchronized void report(String image, int instances, LongConsumer dueNs) {
        Waiting waiting = images.get(image);
        if (waiting != null) {
            while (waiting.reported < instances && !waiting.dueNs.isEmpty()) {
                dueNs.accept(waiting.dueNs.removeFirst());
                waiting.reported++;
                events--;
            }
        }
    }

    synchronized boolean isEmpty() {
        return events == 0;
    }
}
