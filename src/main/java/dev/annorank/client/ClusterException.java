package dev.annorank.client;

/** A cluster cannot be used with these settings. The message is for the user and names the setting to look at. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClusterException(String message) {
        super(message);
    }
}
