package dev.annorank.bench;

import dev.annorank.config.Settings;
import java.util.Map;

/** What is measured, as whoever wires the program gives it. */
public interface Product {
    /** A topology at work, or about to be. */
    interface Application extends AutoCloseable {
        /** Whether it has its share of the work and its state. */
        boolean isRunning();

        /** Whether it has not failed. */
        boolean isLive();

        /** Stops working on events, but keeps its share of them. */
        void pause();

        /** Goes on after {@link #pause}. */
        void resume();

        @Override
        void close();
    }

    /** Starts the whole topology. */
    Application start(Settings settings);

    /** What a producer of events is set to, serializers left out. */
    Map<String, Object> producer(Settings settings);
}
