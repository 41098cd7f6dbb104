package dev.annorank.app;

import dev.annorank.intake.EventIntake;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes no event until there is a broker to send it to. */
final class LateIntake implements EventIntake {
    private volatile @Nullable EventIntake real;

    void is(EventIntake intake) {
        real = intake;
    }

    @Override
    public CompletionStage<?> send(byte[] key, byte[] value) {
        EventIntake intake = real;
        return intake == null
                ? CompletableFuture.failedFuture(new IllegalStateException("starting: there is no broker yet"))
                : intake.send(key, value);
    }
}
