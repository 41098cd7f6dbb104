package dev.annorank.app;

import dev.annorank.config.HttpSettings;
import dev.annorank.config.Settings;
import dev.annorank.http.EventChecker;
import dev.annorank.http.EventIntake;
import dev.annorank.http.EventSettings;
import dev.annorank.http.Health;
import dev.annorank.http.HttpOptions;
import dev.annorank.http.HttpParts;
import dev.annorank.http.HttpService;
import dev.annorank.http.KafkaIntake;
import dev.annorank.http.RequestListener;
import dev.annorank.http.Token;
import dev.annorank.score.InstanceScorer;
import dev.annorank.topic.Topics;
import dev.annorank.view.RankingView;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The HTTP service of a process: listens at once, and shows rankings and takes events once it is connected to Kafka. */
final class HttpSide implements AutoCloseable {
    private final HttpService service;
    private final LateView view;
    private final LateIntake intake;
    private final String host;

    private HttpSide(HttpService service, LateView view, LateIntake intake, String host) {
        this.service = service;
        this.view = view;
        this.intake = intake;
        this.host = host;
    }

    /**
     * Starts listening.
     *
     * @param health how the process is, given its view
     * @throws UsageException if the settings would let everyone write
     */
    static HttpSide start(Settings settings, Function<RankingView, Health> health) {
        LateView view = new LateView(Clock.systemUTC().instant());
        LateIntake intake = new LateIntake();
        HttpService service = HttpService.start(
                options(settings),
                new HttpParts(
                        health.apply(view),
                        view,
                        Optional.of(events(settings, intake)),
                        Optional.empty(),
                        RequestListener.NONE,
                        List.of(),
                        Clock.systemUTC()));
        return new HttpSide(service, view, intake, settings.httpHost());
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
        intake.is(parts.before(new KafkaIntake(
                EventProducer.properties(settings), new Topics(settings.topicsPrefix()).annotations())));
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

    private static EventSettings events(Settings settings, EventIntake intake) {
        return new EventSettings(
                intake,
                EventChecker.checkers(
                        settings.eventMaxBytes(),
                        () -> new InstanceScorer(
                                settings.measure(), settings.maskMaxPixels(), settings.crowdIncluded())),
                settings.eventMaxBytes());
    }

    String address() {
        return "http://" + host + ":" + service.port();
    }

    @Override
    public void close() {
        service.close();
    }
}
