package dev.annorank.http;

/** Hears of every request that was answered. On the thread that answered it: returns at once. */
public interface RequestListener {
    /** Hears nothing. */
    RequestListener NONE = (method, route, status, nanos) -> {};

    /**
     * A request was answered.
     *
     * @param method for example GET
     * @param route the template it matched, for example {@code /v1/datasets/{dataset}}; empty if none
     * @param status of the answer
     * @param nanos from its arrival to the end of its answer; for a stream of events, as long as that lasted
     */
    void answered(String method, String route, int status, long nanos);
}
