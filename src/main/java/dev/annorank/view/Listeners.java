package dev.annorank.view;

import dev.annorank.model.RankingEpoch;
import dev.annorank.view.RankingView.Listener;
import dev.annorank.view.RankingView.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears what is new, one thing at a time. A listener that fails does not keep the others from hearing. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Listener> all = new CopyOnWriteArrayList<>();

    Subscription subscribe(Listener listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    void snapshot(EpochSnapshot now, Optional<EpochSnapshot> before) {
        tell(one -> one.snapshot(now, before));
    }

    void state(ViewState now) {
        tell(one -> one.state(now));
    }

    void announced(RankingEpoch epoch) {
        tell(one -> one.announced(epoch));
    }

    void dropped(String dataset) {
        tell(one -> one.dropped(dataset));
    }

    void damaged(long offsets) {
        tell(one -> one.damaged(offsets));
    }

    void disagreed(String what) {
        tell(one -> one.disagreed(what));
    }

    private synchronized void tell(Consumer<Listener> what) {
        for (Listener one : all) {
            try {
                what.accept(one);
            } catch (RuntimeException e) {
                LOG.warn("View: a listener failed", e);
            }
        }
    }
}
