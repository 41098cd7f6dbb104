package dev.annorank.app;

import dev.annorank.model.UserException;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import dev.annorank.view.ViewState;
import dev.annorank.view.ViewState.Phase;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until a view has read the topics, and takes one epoch of a dataset from it, whole. */
final class SnapshotWait {
    /** Topics that are not there, or an epoch of which the last records are under way, may come at any moment. */
    private static final long GRACE_NS = Duration.ofSeconds(5).toNanos();

    private static final long LOOK_EVERY_MS = 50;
    private static final int SHOWN_DATASETS = 10;

    private final RankingView view;
    private final Supplier<? extends Collection<String>> known;
    private final Duration timeout;
    private final long deadlineNs;
    private long behind;

    /**
     * @param known datasets that the topics hold something of, as far as they have been read
     * @param timeout how long all waiting together may take
     */
    SnapshotWait(RankingView view, Supplier<? extends Collection<String>> known, Duration timeout) {
        this.view = view;
        this.known = known;
        this.timeout = timeout;
        this.deadlineNs = System.nanoTime() + timeout.toNanos();
    }

    /**
     * The dataset's last epoch.
     *
     * @throws UserException if there is none, or if what is there cannot be read in time
     */
    EpochSnapshot await(String dataset) throws InterruptedException {
        long hopelessSinceNs = 0;
        boolean hopeless = false;
        try (ProgressReport progress = new ProgressReport("reading", " records", 1)) {
            while (true) {
                ViewState state = view.state();
                Optional<EpochSnapshot> found = view.find(dataset);
                if (state.phase() == Phase.LIVE && found.isPresent()) {
                    return found.get();
                }
                if (state.phase() == Phase.READING && state.behindRecords() > 0) {
                    behind = Math.max(behind, state.behindRecords());
                    progress.report(behind - state.behindRecords(), behind);
                }
                boolean was = hopeless;
                hopeless = state.phase() == Phase.WAITING
                        || (state.phase() == Phase.LIVE && !known.get().contains(dataset));
                long now = System.nanoTime();
                hopelessSinceNs = was && hopeless ? hopelessSinceNs : now;
                if (state.phase() == Phase.FAILED
                        || now > deadlineNs
                        || (hopeless && now - hopelessSinceNs > GRACE_NS)) {
                    throw new UserException(why(dataset, state));
                }
                Thread.sleep(LOOK_EVERY_MS);
            }
        }
    }

    /** Waits for something else that the view reads. */
    void until(String what, BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new UserException(what + " could not be read within " + timeout.toSeconds() + " s ("
                        + view.state().words() + "); --timeout SECONDS allows more");
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private String why(String dataset, ViewState state) {
        String seconds = timeout.toSeconds() + " s";
        boolean silent = state.phase() == Phase.READING
                && behind == 0
                && state.lastEpochRead().isEmpty();
        return switch (silent ? Phase.UNREACHABLE : state.phase()) {
            case LIVE -> noRanking(dataset);
            case WAITING ->
                "there is no ranking to export (" + state.words()
                        + "); is a worker running, and is topics.prefix the same as its?";
            case READING ->
                "the topics could not be read within " + seconds + " (" + state.behindRecords()
                        + " records left); --timeout SECONDS allows more";
            case UNREACHABLE ->
                "Kafka does not answer; is bootstrap.servers right and the broker up? (" + state.words() + ", waited "
                        + seconds + ")";
            case FAILED -> "the topics cannot be read: " + state.words();
        };
    }

    private String noRanking(String dataset) {
        SortedSet<String> others = new TreeSet<>(known.get());
        if (others.contains(dataset)) {
            return "dataset " + dataset + " has no epoch that could be read within " + timeout.toSeconds() + " s"
                    + view.trouble()
                            .map(trouble -> ": " + trouble.words())
                            .orElse("; if it has not changed for as long as topic ranking-epochs keeps its records, the"
                                    + " next event about it makes one");
        }
        if (others.isEmpty()) {
            return "there is no dataset " + dataset + "; there is none at all yet";
        }
        String names = String.join(", ", others.stream().limit(SHOWN_DATASETS).toList());
        int more = others.size() - SHOWN_DATASETS;
        return "there is no dataset " + dataset + "; there " + (others.size() == 1 ? "is " : "are ") + names
                + (more > 0 ? " and " + more + " more" : "");
    }
}
