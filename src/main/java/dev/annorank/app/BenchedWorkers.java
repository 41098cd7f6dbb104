package dev.annorank.app;

import dev.annorank.bench.Product;
import dev.annorank.config.Settings;
import dev.annorank.intake.EventProducer;
import dev.annorank.topic.EpochTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Workers as "serve" runs them, without the HTTP service. */
final class BenchedWorkers implements Product {
    @Override
    public Application start(Settings settings) {
        try {
            Files.createDirectories(settings.dataDir());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Cleanup parts = new Cleanup(List.of());
        Metering metering = parts.before(new Metering(settings.dataDir(), Clock.systemUTC()));
        Worker worker = parts.before(new Worker(settings, metering, EpochTimes.UNKNOWN));
        worker.start();
        return new Benched(worker, parts);
    }

    @Override
    public Map<String, Object> producer(Settings settings) {
        return EventProducer.properties(settings);
    }

    private record Benched(Worker worker, Cleanup parts) implements Application {
        @Override
        public boolean isRunning() {
            return worker.isReady();
        }

        @Override
        public boolean isLive() {
            return worker.isLive();
        }

        @Override
        public void pause() {
            worker.pause();
        }

        @Override
        public void resume() {
            worker.resume();
        }

        @Override
        public void close() {
            parts.close();
        }
    }
}
