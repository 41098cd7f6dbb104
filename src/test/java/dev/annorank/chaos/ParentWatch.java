package dev.annorank.chaos;

import java.io.IOException;

/** Ends a child process at once when its parent is gone, however the parent ended: then standard input ends. */
final class ParentWatch {
    private ParentWatch() {}

    static void start() {
        Thread watch = new Thread(ParentWatch::haltAtEnd, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void haltAtEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent; what counts is the end.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(99);
    }
}
