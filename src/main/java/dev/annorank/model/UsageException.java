package dev.annorank.model;

/** A command was called in a way that cannot be meant. The message is for the user and says what would be right. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
