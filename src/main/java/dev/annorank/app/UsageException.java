package dev.annorank.app;

/** A command was called in a way that cannot be meant. The message is for the user and says what would be right. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
