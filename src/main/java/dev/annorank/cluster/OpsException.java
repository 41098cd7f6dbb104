package dev.annorank.cluster;

/** Something cannot be done to the installation as it is. The message is for the user and says what to do. */
public final class OpsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OpsException(String message) {
        super(message);
    }
}
