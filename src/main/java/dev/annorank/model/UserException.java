package dev.annorank.model;

/** A command cannot do what it was asked. The message is for the user and says all there is to say. */
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserException(String message) {
        super(message);
    }
}
