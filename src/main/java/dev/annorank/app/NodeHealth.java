package dev.annorank.app;

import dev.annorank.http.Health;
import org.jspecify.annotations.Nullable;

/** Live and not ready until there is a worker, then as the worker is. */
final class NodeHealth implements Health {
    private volatile @Nullable Health worker;

    void is(Health started) {
        worker = started;
    }

    @Override
    public boolean isLive() {
        Health started = worker;
        return started == null || started.isLive();
    }

    @Override
    public boolean isReady() {
        Health started = worker;
        return started != null && started.isReady();
    }

    @Override
    public String describe() {
        Health started = worker;
        return started == null ? "starting" : started.describe();
    }
}
