package dev.annorank.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.javalin.config.JettyConfig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The server beneath: everything that a client can take of it is bounded. */
final class JettySetup {
    private static final int MAX_THREADS = 64;
    private static final int MIN_THREADS = 4;
    /** Leaves some for questions about health, besides the few that the server itself needs. */
    private static final int MAX_HELD_THREADS = 48;

    private static final int MAX_CONNECTIONS = 5000;
    /** For the headers of who begins to send just before a connection counts as idle. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final int REQUEST_HEADER_BYTES = 8 * 1024;
    private static final int SEND_BUFFER_BYTES = 512 * 1024;
    private static final int STOP_MS = 5000;

    private JettySetup() {}

    static void apply(JettyConfig jetty, HttpOptions options, HttpParts parts) {
        jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        jetty.modifyHttpConfiguration(JettySetup::configure);
        WaitingConnections connections = new WaitingConnections(
                mostConnections(),
                options.idleTimeout().plus(GRACE).toNanos(),
                System::nanoTime,
                new ThreadShare(MAX_HELD_THREADS, new RequestHeaders()));
        HealthHandler first = new HealthHandler(parts.health(), options, parts.requests(), connections);
        jetty.modifyServer(server -> configure(server, first));
        // An image id may hold slashes and percent signs: encoded ones are taken for what they are.
        jetty.modifyServletContextHandler(handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
        jetty.addConnector((server, http) -> {
            ServerConnector connector = connector(server, http, options);
            connector.addEventListener(connections);
            connector.addEventListener(new LifeCycle.Listener() {
                @Override
                public void lifeCycleStarted(LifeCycle started) {
                    connections.watch(connector.getScheduler());
                }
            });
            return connector;
        });
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        // Made anew for each request, so on the heap.
        http.setUseInputDirectByteBuffers(false);
        http.setUseOutputDirectByteBuffers(false);
        http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "ids",
                Violation.AMBIGUOUS_PATH_SEPARATOR,
                Violation.AMBIGUOUS_PATH_ENCODING,
                Violation.AMBIGUOUS_EMPTY_SEGMENT,
                // Control characters, such as a line break. No path becomes one of a file.
                Violation.SUSPICIOUS_PATH_CHARACTERS));
    }

    /** Half of what the process may open, if that is less: the rest is for Kafka and for files. */
    private static int mostConnections() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? (int) Math.max(100, Math.min(MAX_CONNECTIONS, unix.getMaxFileDescriptorCount() / 2))
                : MAX_CONNECTIONS;
    }

    private static void configure(Server server, Handler first) {
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(STOP_MS);
        server.setHandler(new GracefulHandler(first));
    }

    /**
     * A connector whose buffers are used once. Jetty (12.1.14 still) reads on from a client whose request it refuses after
     * it has given the buffer back: a pool would have it with another connection by then, and one client's bytes would
     * come in another's request or answer.
     */
    static ServerConnector connector(Server server, HttpConfiguration http, HttpOptions options) {
        ServerConnector connector = new ServerConnector(
                server, null, null, ByteBufferPool.NON_POOLING, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(options.bareHost());
        connector.setPort(options.port());
        connector.setIdleTimeout(options.idleTimeout().toMillis());
        connector.setAcceptQueueSize(1024);
        // What a client that does not read can pile up in the kernel.
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        return connector;
    }
}
