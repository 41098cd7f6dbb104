package dev.annorank.intake;

import java.util.concurrent.CompletionStage;

/** Where events go: the topic of annotations. */
public interface EventIntake {
    /**
     * Sends one event.
     *
     * @param key the image id in UTF-8
     * @return completes when the broker has acknowledged it, exceptionally if it will not, and within a bounded time
     */
    CompletionStage<?> send(byte[] key, byte[] value);
}
