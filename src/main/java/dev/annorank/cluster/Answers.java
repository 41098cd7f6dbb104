package dev.annorank.cluster;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for a cluster's answers. */
final class Answers {
    private static final long TIMEOUT_S = 60;
    private static final long POLL_MS = 50;

    private Answers() {}

    /** The answer; a refusal is thrown as it came, so that callers can tell one from another. */
    static <T> T await(Future<T> future, String what) {
        try {
            return future.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // What may not be done is said by nobody else.
            if (e.getCause() instanceof ApiException refusal && !(refusal instanceof AuthorizationException)) {
                throw refusal;
            }
            throw new KafkaException("cannot " + what, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("cannot " + what + ": no answer within " + TIMEOUT_S + " s", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** A question about the cluster's state. */
    interface Question {
        boolean isSo();
    }

    /** Asks until the answer is yes or the time is over; returns the last answer. */
    static boolean waitUntil(Question question, long timeoutMs) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!question.isSo()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        return true;
    }
}
