package dev.annorank.app;

/** A command cannot do what it was asked. The message is for the user and says all there is to say. */
final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UserException(String message) {
        super(message);
    }
}
