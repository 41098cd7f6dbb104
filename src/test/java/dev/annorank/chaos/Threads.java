package dev.annorank.chaos;

/** Ends what goes on beside a scenario. */
final class Threads {
    private Threads() {}

    /** Waits for a thread that has been told to end, but not for ever, nor when interrupted. */
    static void join(Thread thread, long atMostMs) {
        try {
            thread.join(atMostMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
