package dev.annorank.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.demo.BadEvents;
import dev.annorank.demo.BadEvents.BadEvent;
import dev.annorank.demo.LabelingSession;
import dev.annorank.demo.Truth;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.topic.EventWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What people and tools send: labeling sessions of several datasets with equal image ids, mixed, with repetitions, out of
 * order across images and sometimes within one, and with bad events. The same seed gives the same events. One thread.
 */
final class History {
    private static final int WINDOW = 60;
    private static final int ONE_BAD_IN = 70;
    private static final int ONE_TWICE_IN = 60;

    private final SplittableRandom random;
    private final Map<String, Session> sessions = new TreeMap<>();
    private final List<String> datasets;
    private final List<Event> window = new ArrayList<>();
    private final Map<String, Long> sent = new HashMap<>();
    private final List<Event> bad = new ArrayList<>();

    private record Session(LabelingSession session, Truth truth, BadEvents badEvents) {}

    /** @param about dataset and image, what it must be in order with if anything */
    record Event(String dataset, String about, byte[] key, byte[] value, boolean isBad) {}

    History(long seed, List<String> datasets) {
        this.random = new SplittableRandom(seed);
        this.datasets = datasets;
        for (String dataset : datasets) {
            Truth truth = new Truth();
            sessions.put(
                    dataset,
                    new Session(
                            new LabelingSession(random.nextLong(), dataset, LabelingSession.DEFAULT_START_MS, truth),
                            truth,
                            new BadEvents(dataset)));
        }
    }

    /** The next event to send; {@code null} when all that was made is sent and nothing more is to be made. */
    Event next(boolean makeMore) {
        while (makeMore && window.size() < WINDOW) {
            window.add(make());
        }
        if (window.isEmpty()) {
            return null;
        }
        int at = random.nextInt(window.size());
        if (random.nextInt(5) > 0) {
            at = firstAbout(window.get(at).about());
        }
        Event event = window.remove(at);
        if (!event.isBad() && random.nextInt(ONE_TWICE_IN) == 0) {
            window.add(event);
        }
        sent.merge(event.dataset(), 1L, Long::sum);
        if (event.isBad()) {
            bad.add(event);
        }
        return event;
    }

    private Event make() {
        String dataset = datasets.get(random.nextInt(datasets.size()));
        Session session = sessions.get(dataset);
        if (random.nextInt(ONE_BAD_IN) == 0) {
            BadEvent event = session.badEvents().next();
            return new Event(dataset, "", event.imageId().getBytes(UTF_8), event.value(), true);
        }
        AnnotationEvent event = session.session().next();
        String about = dataset + "/" + event.imageId();
        return new Event(dataset, about, EventWriter.key(event), EventWriter.value(event), false);
    }

    private int firstAbout(String about) {
        for (int i = 0; i < window.size(); i++) {
            if (window.get(i).about().equals(about)) {
                return i;
            }
        }
        throw new IllegalStateException(about);
    }

    /** The final annotations of a dataset, once all is sent. */
    Truth truth(String dataset) {
        return sessions.get(dataset).truth();
    }

    /** Events handed out for a dataset, bad ones included. */
    long sent(String dataset) {
        return sent.getOrDefault(dataset, 0L);
    }

    /** Bad events handed out, of all datasets. */
    List<Event> bad() {
        return bad;
    }
}
