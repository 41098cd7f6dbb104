package dev.annorank.app;

import dev.annorank.model.InstanceDetail;
import dev.annorank.model.Unscored;
import dev.annorank.view.Distribution;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.InstanceView;
import dev.annorank.view.Outlier;
import dev.annorank.view.RankingView;
import dev.annorank.view.ViewState;
import dev.annorank.view.ViewState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A view without datasets until there is a real one, then that: HTTP answers before there is anything to read from. */
final class LateView implements RankingView {
    private static final InstanceView NOTHING = new InstanceView() {
        @Override
        public boolean isCaughtUp() {
            return false;
        }

        @Override
        public List<InstanceDetail> of(String dataset, String image, int limit) {
            return List.of();
        }

        @Override
        public Distribution distribution(String dataset) {
            return new Distribution(
                    0, 0, new double[0], new long[0], new double[0], new long[0], new double[0], new double[0]);
        }

        @Override
        public Unscored unscored(String dataset) {
            return Unscored.NONE;
        }

        @Override
        public List<Outlier> outliers(String dataset, int limit) {
            return List.of();
        }
    };

    private final ViewState starting;
    private final List<Listener> early = new ArrayList<>();
    private volatile @Nullable RankingView real;

    /** @param now since when it waits */
    LateView(Instant now) {
        starting = new ViewState(Phase.WAITING, 0, now, Optional.empty(), "starting");
    }

    /** Shows this one from now on, to those who have subscribed already too. */
    synchronized void is(RankingView view) {
        real = view;
        early.forEach(view::subscribe);
        early.clear();
    }

    @Override
    public SortedSet<String> datasets() {
        RankingView view = real;
        return view == null ? new TreeSet<>() : view.datasets();
    }

    @Override
    public Optional<EpochSnapshot> find(String dataset) {
        RankingView view = real;
        return view == null ? Optional.empty() : view.find(dataset);
    }

    @Override
    public ViewState state() {
        RankingView view = real;
        return view == null ? starting : view.state();
    }

    @Override
    public Optional<Trouble> trouble() {
        RankingView view = real;
        return view == null ? Optional.empty() : view.trouble();
    }

    @Override
    public Optional<String> remark() {
        RankingView view = real;
        return view == null ? Optional.empty() : view.remark();
    }

    @Override
    public InstanceView instances() {
        RankingView view = real;
        return view == null ? NOTHING : view.instances();
    }

    /** Before there is a real view, the subscription lasts as long as that: HTTP ends with the process. */
    @Override
    public synchronized Subscription subscribe(Listener listener) {
        RankingView view = real;
        if (view != null) {
            return view.subscribe(listener);
        }
        early.add(listener);
        return () -> {};
    }
}
