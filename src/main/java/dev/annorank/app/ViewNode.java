package dev.annorank.app;

import dev.annorank.config.Settings;
import java.time.Clock;
import java.util.List;

/** A process that shows rankings and takes events, but ranks nothing. */
final class ViewNode implements AutoCloseable {
    private final Settings settings;
    private final HttpSide http;
    private final Cleanup parts;

    private ViewNode(Settings settings, HttpSide http, Cleanup parts) {
        this.settings = settings;
        this.http = http;
        this.parts = parts;
    }

    /** Starts everything, or nothing. Brokers that do not answer yet are waited for while it answers. */
    static ViewNode start(Settings settings) {
        Cleanup parts = new Cleanup(List.of());
        try {
            parts.before(DataFolder.lock(settings));
            Metering metering = parts.before(new Metering(settings.dataDir(), Clock.systemUTC()));
            HttpSide http = HttpSide.start(settings, metering, ViewHealth::new);
            parts.before(http);
            KafkaAccess.requireNoMistake(settings);
            parts.before(http.connect(settings));
            return new ViewNode(settings, http, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    String address() {
        return http.address();
    }

    String bootstrapServers() {
        return String.valueOf(settings.kafka().get("bootstrap.servers"));
    }

    @Override
    public void close() {
        http.close();
        parts.close();
    }
}
