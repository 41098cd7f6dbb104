package dev.annorank.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what must come. */
final class Waiting {
    private static final long MAX_WAIT_NS = TimeUnit.HOURS.toNanos(2);

    private Waiting() {}

    /** Waits until the application runs; closes it if it does not. */
    static Product.Application untilRunning(Product.Application application, StopSignal stop) {
        try {
            until(application, application::isRunning, stop);
            return application;
        } catch (RuntimeException e) {
            application.close();
            throw e;
        }
    }

    /** Waits, looking a hundred times a second, as long as the application lives. */
    static void until(Product.Application application, BooleanSupplier done, StopSignal stop) {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            requireLive(application, start, stop);
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("interrupted", e);
            }
        }
    }

    /** Throws if it is to stop, if the application has failed or too much time has passed since {@code startNs}. */
    static void requireLive(Product.Application application, long startNs, StopSignal stop) {
        stop.check();
        if (!application.isLive()) {
            throw new BenchException("the topology failed; see the log");
        }
        if (System.nanoTime() - startNs > MAX_WAIT_NS) {
            throw new BenchException("the topology does not get ready; see the log");
        }
    }
}
