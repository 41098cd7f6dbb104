package dev.annorank.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One piece of input cannot be used. The message says what is wrong with it, in words for the person who sent it. */
public final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable String dataset;

    public RejectedException(Reason reason, String message) {
        this(reason, message, null);
    }

    private RejectedException(Reason reason, @Nullable String message, @Nullable String dataset) {
        // Rejections are data, made by the thousand when a client misbehaves; nobody reads their stack.
        super(message, null, false, false);
        this.reason = reason;
        this.dataset = dataset;
    }

    /** The same rejection of something that belongs to a known dataset. */
    public RejectedException of(String dataset) {
        return new RejectedException(reason, getMessage(), dataset);
    }

    public Reason reason() {
        return reason;
    }

    /** The dataset it is counted for, if it could be told. */
    public Optional<String> dataset() {
        return Optional.ofNullable(dataset);
    }
}
