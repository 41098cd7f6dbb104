package dev.annorank.http;

/** The HTTP service cannot listen where it is told to. The message is for the user. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
