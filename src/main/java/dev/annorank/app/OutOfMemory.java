package dev.annorank.app;

import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that has no memory left: some of its threads would be dead, and the others would go on as if nothing were.
 * The launcher has the JVM itself end where the heap is full; this is for what the JVM leaves to the program (no thread
 * can be made, no buffer outside the heap), and for those who start it without the launcher.
 */
final class OutOfMemory implements UncaughtExceptionHandler {
    /** The same as the JVM's own, with -XX:+ExitOnOutOfMemoryError. */
    static final int EXIT_CODE = 3;

    private static volatile @Nullable OutOfMemory watching;

    private final Runnable end;

    OutOfMemory(Runnable end) {
        this.end = end;
    }

    /**
     * From now on the process ends so, whichever thread meets it.
     *
     * @param end ends it with {@link #EXIT_CODE}, and does not wait for anything
     */
    static void watch(Runnable end) {
        OutOfMemory handler = new OutOfMemory(end);
        watching = handler;
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }

    /** Ends a process that is watched, if this is the end of memory; for failures that somebody handles. */
    static void endIf(Throwable failure) {
        OutOfMemory handler = watching;
        if (handler != null && isCauseOf(failure)) {
            say();
            handler.end.run();
        }
    }

    static boolean isCauseOf(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (isCauseOf(failure)) {
            say();
            end.run();
        } else {
            log().error("Thread {} has died", thread.getName(), failure);
        }
    }

    private static void say() {
        System.err.println("annorank: out of memory. ANNORANK_JAVA_OPTS=-Xmx2g gives the heap 2 GiB, docs/sizing.md"
                + " says what is needed");
    }

    private static Logger log() {
        return LoggerFactory.getLogger(OutOfMemory.class);
    }
}
