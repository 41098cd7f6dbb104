package dev.annorank.view;

import dev.annorank.model.RankingEpoch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The epochs of a dataset, thinned as they grow old: the newest {@value #WHOLE} are all there; before those one a minute,
 * then one in two minutes, in four ..., so that at most {@value #MAX_EPOCHS} are kept however long it goes on. Not for use by
 * several threads.
 */
final class EpochHistory {
    static final int WHOLE = 600;
    static final int MAX_EPOCHS = 2_000;
    private static final long MINUTE_MS = 60_000;

    private final Deque<RankingEpoch> whole = new ArrayDeque<>();
    private List<RankingEpoch> thinned = new ArrayList<>();
    private long spacingMs = MINUTE_MS;

    /** Adds the newest epoch. One of the same number replaces it; one of a smaller number means that all began anew. */
    void add(RankingEpoch epoch) {
        RankingEpoch last = whole.peekLast();
        if (last != null && epoch.epoch() == last.epoch()) {
            whole.removeLast();
        } else if (last != null && epoch.epoch() < last.epoch()) {
            whole.clear();
            thinned.clear();
            spacingMs = MINUTE_MS;
        }
        whole.addLast(epoch);
        if (whole.size() > WHOLE) {
            thin(whole.removeFirst());
        }
    }

    private void thin(RankingEpoch old) {
        if (!thinned.isEmpty()
                && old.at().toEpochMilli()
                                - thinned.get(thinned.size() - 1).at().toEpochMilli()
                        < spacingMs) {
            return;
        }
        thinned.add(old);
        if (thinned.size() > MAX_EPOCHS - WHOLE) {
            spacingMs *= 2;
            List<RankingEpoch> fewer = new ArrayList<>();
            for (int i = 0; i < thinned.size(); i += 2) {
                fewer.add(thinned.get(i));
            }
            thinned = fewer;
        }
    }

    /** The epochs, oldest first, up to and with this one; it alone if it is from before all began anew. */
    List<RankingEpoch> upTo(RankingEpoch last) {
        if (!whole.contains(last)) {
            return List.of(last);
        }
        List<RankingEpoch> all = new ArrayList<>(thinned.size() + whole.size());
        all.addAll(thinned);
        for (RankingEpoch one : whole) {
            if (one.epoch() <= last.epoch()) {
                all.add(one);
            }
        }
        return List.copyOf(all);
    }
}
