package dev.annorank.bench;

/** Ends a measurement early, in order: whoever waits or sends looks at it all the time. Any thread may give it. */
public final class StopSignal {
    private volatile boolean given;

    public void give() {
        given = true;
    }

    public boolean isGiven() {
        return given;
    }

    /** Throws {@link BenchException} if it was given. */
    void check() {
        if (given) {
            throw new BenchException("stopped");
        }
    }
}
