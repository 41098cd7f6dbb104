package dev.annorank.app;

/**
 * How one part of a process is.
 *
 * @param words for a person; what would mend it, where that is known
 */
record Condition(State state, String words) {
    /** Nothing to say. */
    static final Condition WORKING = new Condition(State.WORKING, "running");

    /** Whether it does its work. */
    enum State {
        WORKING,
        /** Not now; it will, or others have to mend something first. */
        WAITING,
        /** Never again, until the process is started anew. */
        DEAD
    }

    static Condition working(String words) {
        return new Condition(State.WORKING, words);
    }

    static Condition waiting(String words) {
        return new Condition(State.WAITING, words);
    }

    static Condition dead(String words) {
        return new Condition(State.DEAD, words);
    }
}
