package dev.annorank.http;

/** How a node is, asked anew at every request. */
public interface Health {
    /** Whether it works or will by itself; false means it must be started again. */
    boolean isLive();

    /** Whether it has caught up and does its work now. */
    boolean isReady();

    /** In a few words, for a person. */
    String describe();
}
