package dev.annorank.app;

import dev.annorank.config.HttpSettings;
import dev.annorank.config.Settings;
import dev.annorank.http.Health;
import dev.annorank.http.HttpOptions;
import dev.annorank.http.HttpParts;
import dev.annorank.http.HttpService;
import dev.annorank.http.RequestListener;
import dev.annorank.http.Token;
import dev.annorank.view.RankingView;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The HTTP service of a process: listens at once, and shows rankings and takes events once it is connected to Kafka. */
final class HttpSide implements AutoCloseable {
    private final HttpService service;
    private final LateView view;
    private final String host;

    private HttpSide(HttpService service, LateView view, String host) {
        this.service = service;
        this.view = view;
        this.host = host;
    }

    /**
     * Starts listening.
     *
     * @throws UsageException if the settings would let everyone write
     */
    static HttpSide start(Settings settings, Health health) {
        LateView view = new LateView(Clock.systemUTC().instant());
        HttpService service = HttpService.start(
                options(settings),
                new HttpParts(
                        health,
                        view,
                        Optional.empty(),
                        Optional.empty(),
                        RequestListener.NONE,
                        List.of(),
                        Clock.systemUTC()));
        return new HttpSide(service, view, settings.httpHost());
    }

    private static HttpOptions options(Settings settings) {
        HttpSettings http = settings.http();
        try {
            return new HttpOptions(
                    settings.httpHost(),
                    settings.httpPort(),
                    http.token().map(secret -> new Token(secret.reveal())),
                    http.corsOrigins(),
                    http.maxStreams(),
                    http.maxBodyBytes(),
                    http.idleTimeout());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Begins to read rankings and to take events.
     *
     * @param settings with where the brokers are
     * @return to be closed before the broker, and after the service
     */
    AutoCloseable connect(Settings settings) {
        Cleanup parts = new Cleanup(List.of());
        view.is(openView(settings, parts));
        return parts;
    }

    /**
     * The view of the rankings: this is the one place that makes it.
     *
     * @param settings with where the brokers are
     * @param parts closes it
     */
    static RankingView openView(Settings settings, Cleanup parts) {
        return new LateView(Clock.systemUTC().instant());
    }

    String address() {
        return "http://" + host + ":" + service.port();
    }

    int port() {
        return service.port();
    }

    @Override
    public void close() {
        service.close();
    }
}
