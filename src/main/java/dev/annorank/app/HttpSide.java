package dev.annorank.app;

import dev.annorank.config.HttpSettings;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.http.Health;
import dev.annorank.http.HttpOptions;
import dev.annorank.http.HttpParts;
import dev.annorank.http.HttpService;
import dev.annorank.http.Token;
import dev.annorank.intake.EventChecker;
import dev.annorank.intake.EventIntake;
import dev.annorank.intake.EventProducer;
import dev.annorank.intake.EventSettings;
import dev.annorank.intake.KafkaIntake;
import dev.annorank.model.UsageException;
import dev.annorank.score.InstanceScorer;
import dev.annorank.topic.Topics;
import dev.annorank.view.LiveView;
import dev.annorank.view.RankingView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The HTTP service of a process: listens at once, and shows rankings and takes events once it is connected to Kafka. */
final class HttpSide implements AutoCloseable {
    private final HttpService service;
    private final LateView view;
    private final LateIntake intake;
    private final String host;
    private final Metering metering;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private HttpSide(HttpService service, LateView view, LateIntake intake, String host, Metering metering) {
        this.service = service;
        this.view = view;
        this.intake = intake;
        this.host = host;
        this.metering = metering;
    }

    /**
     * Starts listening.
     *
     * @param metering measures requests and the view
     * @param health how the process is
     * @throws UsageException if the settings would let everyone write
     */
    static HttpSide start(Settings settings, Metering metering, Health health) {
        LateView view = new LateView(Clock.systemUTC().instant());
        LateIntake intake = new LateIntake();
        metering.health(health);
        metering.view(view);
        HttpService service = HttpService.start(
                options(settings),
                new HttpParts(
                        health,
                        view,
                        Optional.of(events(settings, intake)),
                        Optional.of(metering),
                        metering,
                        Webhooks.groups(settings, intake),
                        Clock.systemUTC()));
        return new HttpSide(service, view, intake, settings.httpHost(), metering);
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
    AutoCloseable connect(Settings settings) throws IOException {
        Cleanup parts = new Cleanup(List.of());
        Topics topics = new Topics(settings.topicsPrefix());
        Path folder = settings.dataDir().resolve("view");
        StateRepair.mendView(folder, Clock.systemUTC());
        view.is(parts.before(LiveView.start(
                new KafkaProperties(settings).consumer(),
                topics,
                folder,
                Clock.system(ZoneId.systemDefault()),
                metering.foreign(settings))));
        intake.is(parts.before(new KafkaIntake(EventProducer.properties(settings), topics.annotations())));
        return parts;
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

    /** What it shows. */
    RankingView view() {
        return view;
    }

    String address() {
        return "http://" + host + ":" + service.port();
    }

    @Override
    public void close() {
        if (open.getAndSet(false)) {
            service.close();
        }
    }
}
