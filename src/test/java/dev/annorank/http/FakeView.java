package dev.annorank.http;

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
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A view that knows what it is told. */
final class FakeView implements RankingView, InstanceView {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<String, EpochSnapshot> snapshots = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    final List<InstanceDetail> details = new ArrayList<>();
    final List<Outlier> outliers = new ArrayList<>();
    volatile Unscored unscored = new Unscored(2, 1, 4, 10);
    private volatile ViewState state =
            new ViewState(Phase.LIVE, 0, NOON, Optional.of(NOON.plusSeconds(5)), "up to date");

    void show(EpochSnapshot snapshot) {
        EpochSnapshot before = snapshots.put(snapshot.dataset(), snapshot);
        listeners.forEach(listener -> listener.snapshot(snapshot, Optional.ofNullable(before)));
    }

    void is(ViewState now) {
        state = now;
        listeners.forEach(listener -> listener.state(now));
    }

    int listeners() {
        return listeners.size();
    }

    @Override
    public SortedSet<String> datasets() {
        return new TreeSet<>(snapshots.keySet());
    }

    @Override
    public Optional<EpochSnapshot> find(String dataset) {
        return Optional.ofNullable(snapshots.get(dataset));
    }

    @Override
    public ViewState state() {
        return state;
    }

    @Override
    public InstanceView instances() {
        return this;
    }

    @Override
    public Subscription subscribe(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean isCaughtUp() {
        return true;
    }

    @Override
    public List<InstanceDetail> of(String dataset, String image, int limit) {
        return details.stream()
                .filter(detail ->
                        detail.dataset().equals(dataset) && detail.image().id().equals(image))
                .limit(limit)
                .toList();
    }

    @Override
    public Distribution distribution(String dataset) {
        return new Distribution(
                3,
                1,
                new double[] {1, 2, 4},
                new long[] {2, 1},
                new double[] {1, 10, 100},
                new long[] {0, 3},
                new double[] {0, 0.5},
                new double[] {0, 1.25});
    }

    @Override
    public Unscored unscored(String dataset) {
        return unscored;
    }

    @Override
    public List<Outlier> outliers(String dataset, int limit) {
        return outliers.stream()
                .filter(outlier -> outlier.instance().dataset().equals(dataset))
                .limit(limit)
                .toList();
    }
}
