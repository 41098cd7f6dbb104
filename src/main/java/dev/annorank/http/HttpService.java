package dev.annorank.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of a node: what {@code openapi.json} describes. Everything it says of rankings comes from a
 * {@link dev.annorank.view.RankingView}. Errors are problem details (RFC 9457).
 */
public final class HttpService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
    private static final String PAGE_FOLDER = "/web";
    /** Large answers at a time: each costs memory, and holds up a thread while a client reads slowly. */
    private static final int MAX_BULK = 16;

    private final Javalin javalin;
    private final ChangeFeed feed;
    private final SortedSet<String> routes;

    private HttpService(Javalin javalin, ChangeFeed feed, SortedSet<String> routes) {
        this.javalin = javalin;
        this.feed = feed;
        this.routes = routes;
    }

    /**
     * Starts listening.
     *
     * @throws ListenException if the port is taken or the address is not this machine's
     */
    public static HttpService start(HttpOptions options, HttpParts parts) {
        ChangeFeed feed = new ChangeFeed(parts.view());
        List<RouteGroup> groups = groups(options, parts, feed);
        SortedSet<String> routes = new TreeSet<>();
        Javalin javalin = Javalin.create(config -> {
            quiet(config);
            JettySetup.apply(config.jetty, options, parts);
            Problems.register(config.routes);
            config.routes.before(new Guard(options, ownProof(groups))::check);
            config.requestLogger.http((context, ms) -> tell(parts.requests(), context, ms));
            Routes all = new Routes(config.routes);
            groups.forEach(group -> group.register(all));
            routes.addAll(all.registered());
        });
        try {
            javalin.start();
        } catch (RuntimeException e) {
            feed.close();
            javalin.stop();
            throw new ListenException(
                    "cannot listen on http://" + options.host() + ":" + options.port()
                            + "; is the port taken? Choose another with --port (" + rootMessage(e) + ")",
                    e);
        }
        return new HttpService(javalin, feed, routes);
    }

    private static List<RouteGroup> groups(HttpOptions options, HttpParts parts, ChangeFeed feed) {
        Limiter bulk = new Limiter(MAX_BULK, "large answers");
        List<RouteGroup> groups = new ArrayList<>(List.of(
                new HealthRoutes(parts.health(), parts.metrics().orElse(null)),
                new PageRoutes(PAGE_FOLDER),
                new DatasetRoutes(parts.view(), bulk, parts.clock()),
                new RankingRoutes(parts.view(), bulk),
                new ImageRoutes(parts.view(), bulk),
                new ClassRoutes(parts.view(), bulk),
                new InstanceRoutes(parts.view(), bulk),
                new SubsetRoutes(parts.view(), bulk),
                new ChangeRoutes(parts.view(), feed, options.maxStreams())));
        parts.events()
                .ifPresent(events -> groups.add(new EventRoutes(
                        events.intake(), events.checkers(), events.maxEventBytes(), options.maxBodyBytes())));
        groups.addAll(parts.groups());
        return groups;
    }

    private static Set<String> ownProof(List<RouteGroup> groups) {
        Set<String> paths = new HashSet<>();
        groups.forEach(group -> paths.addAll(group.pathsWithOwnProof()));
        return paths;
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = new CompressionStrategy(null, new Gzip(6));
    }

    private static void tell(RequestListener listener, Context context, float ms) {
        @Nullable Endpoint matched = context.endpoints().matchedHttpEndpoint();
        listener.answered(context.req().getMethod(), matched == null ? "" : matched.path, context.statusCode(), (long)
                (ms * 1_000_000.0));
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Method and path of every route. */
    SortedSet<String> routes() {
        return routes;
    }

    /** Takes no more requests, and lets those that run end within 5 s. */
    @Override
    public void close() {
        // Streams never end by themselves; the server would wait for them.
        feed.close();
        try {
            javalin.jettyServer().server().stop();
        } catch (TimeoutException e) {
            LOG.warn("Requests that had not ended after 5 s were cut off");
        } catch (Exception e) {
            LOG.warn("The HTTP service did not stop cleanly", e);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
