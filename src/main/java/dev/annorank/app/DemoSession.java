package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.config.Settings;
import dev.annorank.demo.BadEvents;
import dev.annorank.demo.BadEvents.BadEvent;
import dev.annorank.demo.LabelingSession;
import dev.annorank.demo.Truth;
import dev.annorank.intake.EventProducer;
import dev.annorank.intake.Pace;
import dev.annorank.model.EventCounts;
import dev.annorank.ranking.BatchRanking;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.score.InstanceScorer;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The people of the demo: sends their events, now and then a bad one, and knows what must come of them. */
final class DemoSession implements AutoCloseable {
    static final String DATASET = "demo";
    /** It is worked on for ever, so it must not grow for ever. */
    private static final int MAX_IMAGES = 5_000;

    private static final int ONE_BAD_IN = 250;
    private static final long SETTLE_MS = 60_000;
    private static final long LOOK_EVERY_MS = 20;
    private static final long STOP_MS = 5_000;

    private final Settings settings;
    private final Truth truth = new Truth();
    private final LabelingSession session;
    private final BadEvents badEvents = new BadEvents(DATASET);
    private final double rate;
    private final @Nullable Long events;
    private final Thread thread = new Thread(this::label, "labeling");
    private volatile boolean stopping;
    private final RankingView view;
    private Runnable whenFinished = () -> {};

    /**
     * @param view a reader of the topics; what it makes of them is compared in the end
     * @param events how many to send; null for no end
     */
    DemoSession(Settings settings, RankingView view, long seed, double rate, @Nullable Long events) {
        this.settings = settings;
        this.view = view;
        this.session = LabelingSession.bounded(seed, DATASET, LabelingSession.DEFAULT_START_MS, truth, MAX_IMAGES);
        this.rate = rate;
        this.events = events;
        thread.setDaemon(true);
    }

    void whenFinished(Runnable action) {
        whenFinished = action;
    }

    void start() {
        thread.start();
    }

    private void label() {
        try (EventProducer producer = new EventProducer(settings)) {
            Pace pace = new Pace(rate);
            long sent = 0;
            while (!stopping && (events == null || sent < events)) {
                pace.await();
                if (++sent % ONE_BAD_IN == 0) {
                    BadEvent bad = badEvents.next();
                    producer.send(bad.imageId().getBytes(UTF_8), bad.value());
                } else {
                    producer.send(session.next());
                }
            }
            producer.flush();
            if (!stopping) {
                awaitEvents(sent);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            whenFinished.run();
        }
    }

    /** Waits until a ranking of so many events is shown, or it takes too long. */
    private void awaitEvents(long sent) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MS);
        while (counted().total() < sent && !stopping && System.nanoTime() - endNs < 0) {
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private EventCounts counted() {
        return view.find(DATASET).map(shown -> shown.epoch().totals()).orElse(EventCounts.NONE);
    }

    /**
     * How the published ranking compares with a batch ranking of the session's final annotations.
     *
     * @param isEqual whether every rank and every bit of every score is the same
     */
    record Outcome(boolean isEqual, String words) {}

    Outcome outcome() {
        Ranking stream = view.find(DATASET).map(EpochSnapshot::ranking).orElseGet(() -> new RankingIndex().rank());
        Ranking batch = batch();
        boolean equal = stream.ranked() == batch.ranked();
        for (int rank = 1; equal && rank <= batch.ranked(); rank++) {
            equal = stream.image(rank).equals(batch.image(rank))
                    && Double.compare(stream.score(rank), batch.score(rank)) == 0;
        }
        String words = equal
                ? String.format(
                        Locale.ROOT,
                        "%,d events; the published ranking of %,d images is the batch ranking of the same annotations,"
                                + " every rank and every bit",
                        counted().total(),
                        batch.ranked())
                : String.format(
                        Locale.ROOT,
                        "the published ranking of %,d images is NOT the batch ranking of %,d",
                        stream.ranked(),
                        batch.ranked());
        return new Outcome(equal, words);
    }

    private Ranking batch() {
        InstanceScorer scorer =
                new InstanceScorer(settings.measure(), settings.maskMaxPixels(), settings.crowdIncluded());
        return BatchRanking.of(scorer, truth::forEach).rank();
    }

    /** Waits until the last event is with the broker, unless it is the session itself that ends everything. */
    @Override
    public void close() throws InterruptedException {
        stopping = true;
        if (Thread.currentThread() != thread) {
            thread.join(STOP_MS);
        }
    }
}
