package dev.annorank.cluster;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Waits for a cluster's answers. */
final class Answers {
    private static final long TIMEOUT_S = 60;
    private static final long POLL_MS = 50;

    private Answers() {}

    /**
     * The answer.
     *
     * @param what what is asked or done, as in "cannot ...", for the message of every other failure
     * @throws UnknownTopicOrPartitionException as it came, and so are the next two: they are answers
     * @throws TopicExistsException if there is such a topic
     * @throws GroupIdNotFoundException if there is no such group
     */
    static <T> T await(Future<T> future, String what) {
        try {
            return future.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException
                    || cause instanceof TopicExistsException
                    || cause instanceof GroupIdNotFoundException) {
                throw (ApiException) cause;
            }
            throw new KafkaException("cannot " + what, cause);
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
