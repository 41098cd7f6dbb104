package dev.annorank.broker;

/** The embedded broker cannot start or stop. The message says why, and what to do, in words for the person at the terminal. */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerException(String message) {
        super(message);
    }

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
