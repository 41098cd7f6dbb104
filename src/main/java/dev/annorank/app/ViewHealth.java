package dev.annorank.app;

import dev.annorank.view.RankingView;
import dev.annorank.view.RankingView.Trouble;
import dev.annorank.view.ViewState;
import dev.annorank.view.ViewState.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As a view is: dead when it has failed for good, working once it has read what there was and shows what comes. One thread.
 */
final class ViewHealth {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MISSED_INTERVALS = 10;

    private final RankingView view;
    private final Clock clock;
    private final Duration patience;
    private @Nullable Instant behindSince;

    /** @param interval least time between two epochs */
    ViewHealth(RankingView view, Clock clock, Duration interval) {
        this.view = view;
        this.clock = clock;
        Duration intervals = interval.multipliedBy(MISSED_INTERVALS);
        patience = intervals.compareTo(PATIENCE) > 0 ? intervals : PATIENCE;
    }

    Condition condition() {
        ViewState state = view.state();
        if (state.phase() == Phase.FAILED) {
            return Condition.dead(state.words());
        }
        Optional<Trouble> trouble = view.trouble();
        if (trouble.isPresent()) {
            Trouble its = trouble.get();
            return its.isForGood() ? Condition.dead(its.words()) : Condition.waiting(its.words());
        }
        if (state.phase() != Phase.LIVE) {
            behindSince = null;
            return Condition.waiting(state.words());
        }
        if (isStuck(state)) {
            return Condition.waiting(state.words() + ", and no epoch comes");
        }
        return view.remark().map(Condition::working).orElse(Condition.WORKING);
    }

    /** Whether there is something to read, on and on, and no epoch comes of it. */
    private boolean isStuck(ViewState state) {
        if (state.behindRecords() == 0) {
            behindSince = null;
            return false;
        }
        Instant now = clock.instant();
        Instant since = behindSince == null ? now : behindSince;
        behindSince = since;
        Instant longAgo = now.minus(patience);
        return since.isBefore(longAgo)
                && state.lastEpochRead().map(at -> at.isBefore(longAgo)).orElse(true);
    }
}
