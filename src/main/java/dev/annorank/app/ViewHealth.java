package dev.annorank.app;

import dev.annorank.http.Health;
import dev.annorank.view.RankingView;
import dev.annorank.view.ViewState.Phase;

/** As a view is: live until it has failed for good, ready once it has read what there was. */
record ViewHealth(RankingView view) implements Health {
    @Override
    public boolean isLive() {
        return view.state().phase() != Phase.FAILED;
    }

    @Override
    public boolean isReady() {
        return view.state().phase() == Phase.LIVE;
    }

    @Override
    public String describe() {
        return view.state().words();
    }
}
