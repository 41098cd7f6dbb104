package dev.annorank.intake;

import java.util.concurrent.locks.LockSupport;

/** Holds a loop to a number of turns a second. Late turns are caught up. */
public final class Pace {
    private static final double NS_PER_S = 1e9;

    private final double turnsPerSecond;
    private final long startNs = System.nanoTime();
    private long turns;

    /** @param turnsPerSecond above 0; infinite for no limit */
    public Pace(double turnsPerSecond) {
        this.turnsPerSecond = turnsPerSecond;
    }

    /** Waits until the next turn is due, or the thread is interrupted. */
    public void await() {
        long dueNs = startNs + (long) (turns / turnsPerSecond * NS_PER_S);
        turns++;
        for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(left);
        }
    }
}
