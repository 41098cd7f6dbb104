package dev.annorank.app;

import dev.annorank.config.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
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
    static ViewNode start(Settings settings) throws IOException {
        Cleanup parts = new Cleanup(List.of());
        try {
            parts.before(DataFolder.lock(settings));
            Metering metering = parts.before(new Metering(settings.dataDir(), Clock.systemUTC()));
            Clock clock = Clock.system(ZoneId.systemDefault());
            NodeHealth health = parts.before(new NodeHealth(clock, System::nanoTime));
            health.watch("memory", new GarbageShare()::condition);
            HttpSide http = HttpSide.start(settings, metering, health);
            parts.before(http);
            HeapNeed need = new HeapNeed(false);
            http.view().subscribe(need);
            health.watch("heap", need::condition);
            health.watch("view", new ViewHealth(http.view(), clock, settings.rankingInterval())::condition);
            health.start().complete();
            KafkaAccess.requireNoMistake(settings);
            parts.before(http.connect(settings));
            return new ViewNode(settings, http, parts);
        } catch (RuntimeException | IOException e) {
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
