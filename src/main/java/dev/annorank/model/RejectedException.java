package dev.annorank.model;

/** One piece of input cannot be used. The message says what is wrong with it, in words for the person who sent it. */
public final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public RejectedException(Reason reason, String message) {
        // Rejections are data, made by the thousand when a client misbehaves; nobody reads their stack.
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
