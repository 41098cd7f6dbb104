package dev.annorank.view;

import dev.annorank.model.RankingEpoch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How many events a dataset gets, as terminal, page and HTTP show it. */
public final class EventRate {
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private EventRate() {}

    /**
     * Events a second over the last minute, or since the first epoch if it is younger, whatever became of them. Taken from the
     * totals, since older epochs are thinned out.
     *
     * @param epochs oldest first
     * @return 0 or more; 0 if no epoch is that young
     */
    public static double perSecond(List<RankingEpoch> epochs, Instant now) {
        Instant start = now.minus(WINDOW);
        int last = epochs.size() - 1;
        if (last < 0 || epochs.get(last).at().isBefore(start)) {
            return 0;
        }
        int first = last;
        while (first > 0 && epochs.get(first).at().isAfter(start)) {
            first--;
        }
        RankingEpoch before = epochs.get(first);
        Instant from = before.at().isBefore(start) ? start : before.at();
        double seconds = Duration.between(from, now).toNanos() / 1e9;
        long events = epochs.get(last).totals().total() - before.totals().total();
        return seconds > 0 && events > 0 ? events / seconds : 0;
    }
}
