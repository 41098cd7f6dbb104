package dev.annorank.format.subset;

/** A subset cannot be written in a format. The message says why and what to do, and nothing has been written. */
public final class SubsetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SubsetException(String message) {
        super(message);
    }
}
