package dev.annorank.view;

import java.util.Set;

/** Hears how a {@link TopicFollower} fares, on the follower's thread. Each state is told once when it begins. */
public interface FollowerListener {
    /** Some topics do not exist yet; what exists is followed meanwhile. An empty set: all are there now. */
    void missing(Set<String> topics);

    /** All that was in the topics when following began has been read. Told once. */
    void caughtUp();

    /** The brokers do not answer; the follower keeps trying. */
    void unreachable(String why);

    /** The brokers answer again. */
    void reachable();

    /** A record could not be read and was passed over. */
    void skipped(String topic, int partition, long offset, String why);

    /** A record has a format that this version does not know; the follower ends with an exception that says the same. */
    default void refused(String topic, int partition, long offset, String why) {}
}
