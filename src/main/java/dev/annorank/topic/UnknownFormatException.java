package dev.annorank.topic;

import org.jspecify.annotations.Nullable;

/**
 * Something annorank stores was written in a format this version does not know. Trying again does not help, and passing
 * over it would lose data: whoever meets it stops.
 */
public final class UnknownFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownFormatException(String message) {
        super(message);
    }

    /** The exception itself or the first of its causes that is about a format; null if none is. */
    public static @Nullable UnknownFormatException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownFormatException unknown) {
                return unknown;
            }
        }
        return null;
    }
}
