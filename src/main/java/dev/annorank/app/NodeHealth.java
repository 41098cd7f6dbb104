package dev.annorank.app;

import dev.annorank.app.Condition.State;
import dev.annorank.http.Health;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How a process is: live while no part is dead, ready while every part works. A thread of its own looks at the parts, so that
 * a question is answered at once whatever a part waits for; where that thread does not get to look, the process is not
 * ready.
 */
final class NodeHealth implements Health, AutoCloseable {
    private static final long LOOK_EVERY_MS = 500;
    private static final long STALE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Clock clock;
    private final LongSupplier nanoClock;
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread looking = new Thread(this::lookOnAndOn, "annorank-health");
    /** The looking thread's own. */
    private final Map<Part, Since> before = new HashMap<>();

    private volatile boolean isComplete;
    private volatile Report report;

    private record Part(String name, Supplier<Condition> condition) {}

    private record Since(State state, Instant at) {}

    private record Report(boolean isLive, boolean isReady, String words, long atNanos) {}

    /**
     * Without parts: live, and not ready until all are there.
     *
     * @param clock tells since when something is so; its zone is that of the times in words
     * @param nanoClock counts nanoseconds from anywhere
     */
    NodeHealth(Clock clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
        report = new Report(true, false, "starting", nanoClock.getAsLong());
        looking.setDaemon(true);
    }

    /** Adds a part, which is asked several times a second. Its name comes before its words. */
    void watch(String name, Supplier<Condition> condition) {
        parts.add(new Part(name, condition));
    }

    /** Begins to look. */
    NodeHealth start() {
        looking.start();
        return this;
    }

    /** All parts are there. */
    void complete() {
        isComplete = true;
    }

    private void lookOnAndOn() {
        try {
            do {
                look();
            } while (!closed.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks every part. One thread at a time. */
    void look() {
        boolean complete = isComplete;
        List<String> dead = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (Part part : parts) {
            Condition condition = ask(part);
            Since last = before.get(part);
            if (last == null || last.state() != condition.state()) {
                last = new Since(condition.state(), clock.instant());
                before.put(part, last);
            }
            String words = part.name() + ": " + condition.words();
            String dated = words + ", since " + TIME.format(last.at().atZone(clock.getZone()));
            switch (condition.state()) {
                case DEAD -> dead.add(dated);
                case WAITING -> waiting.add(dated);
                case WORKING -> {
                    if (!condition.equals(Condition.WORKING)) {
                        remarks.add(words);
                    }
                }
            }
        }
        boolean isReady = complete && dead.isEmpty() && waiting.isEmpty();
        List<String> said = new ArrayList<>(dead);
        said.addAll(waiting);
        if (said.isEmpty()) {
            said.add(complete ? "running" : "starting");
            said.addAll(remarks);
        }
        report = new Report(dead.isEmpty(), isReady, String.join("; ", said), nanoClock.getAsLong());
    }

    private static Condition ask(Part part) {
        try {
            return part.condition().get();
        } catch (RuntimeException e) {
            return Condition.waiting("cannot be asked: " + e);
        }
    }

    private boolean isStale(Report one) {
        return nanoClock.getAsLong() - one.atNanos() > STALE_NS;
    }

    @Override
    public boolean isLive() {
        return report.isLive();
    }

    @Override
    public boolean isReady() {
        Report now = report;
        return now.isReady() && !isStale(now);
    }

    @Override
    public String describe() {
        Report now = report;
        if (!isStale(now)) {
            return now.words();
        }
        return "unknown for " + TimeUnit.NANOSECONDS.toSeconds(nanoClock.getAsLong() - now.atNanos())
                + " s: the process gets no processor time, has no memory left, or a part does not answer; last: "
                + now.words();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
