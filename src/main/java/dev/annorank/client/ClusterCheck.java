package dev.annorank.client;

import dev.annorank.client.Probe.Found;
import dev.annorank.client.Probe.Language;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Whether a cluster can be used with some settings, found out before anything else is tried: within seconds, and with the
 * reason. Kafka's clients try for a minute or for ever, and often do not know why.
 */
public final class ClusterCheck {
    /** By which logging knows what need not be said twice. */
    public static final String CLIENT_ID = "annorank-check";

    /** Sooner than that most clusters answer; where one does not, it is time to look why. */
    private static final long FIRST_MS = 1_000;

    private static final long ANSWER_MS = 8_000;
    private static final long RETRY_MS = 250;

    private final Map<String, Object> settings;
    private final List<String> servers;

    private ClusterCheck(Map<String, ?> settings) {
        this.settings = new HashMap<>(settings);
        this.settings.put("client.id", CLIENT_ID);
        Object list = settings.get("bootstrap.servers");
        this.servers = List.of((list == null ? "" : list.toString()).strip().split("\\s*,\\s*"));
    }

    /**
     * Returns as soon as the cluster has answered.
     *
     * @param settings of an admin client
     * @param patience how long to wait for somebody to listen; an answer may take about 8 s more
     * @throws ClusterException if the cluster cannot be used
     */
    public static void requireAnswer(Map<String, ?> settings, Duration patience) {
        new ClusterCheck(settings).run(patience, false);
    }

    /**
     * As {@link #requireAnswer}, but a cluster that is away is no error, for those who can wait for it.
     *
     * @throws ClusterException if waiting cannot help
     */
    public static void requireNoMistake(Map<String, ?> settings) {
        new ClusterCheck(settings).run(Duration.ZERO, true);
    }

    private void run(Duration patience, boolean mayBeAway) {
        try {
            Admin admin = Admin.create(settings);
            // Not to wait for answers that are not wanted any more.
            try (Closing closed = () -> admin.close(Duration.ZERO)) {
                run(admin, patience, mayBeAway);
            }
        } catch (KafkaException e) {
            throw new ClusterException(KafkaFailure.explain(e, settings));
        }
    }

    private interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    private void run(Admin admin, Duration patience, boolean mayBeAway) {
        Optional<InetSocketAddress> reached = reach(System.nanoTime() + patience.toNanos());
        if (reached.isPresent()) {
            requireNoHttp(reached.get());
            ask(admin, reached.get(), mayBeAway);
        } else if (!mayBeAway) {
            fail("nobody listens at " + String.join(", ", servers) + "; is bootstrap.servers right and the broker up?");
        }
    }

    private Optional<InetSocketAddress> reach(long untilNs) {
        while (true) {
            for (String server : servers) {
                InetSocketAddress address = address(server);
                if (isReachable(address)) {
                    return Optional.of(address);
                }
            }
            if (System.nanoTime() - untilNs >= 0) {
                return Optional.empty();
            }
            pause();
        }
    }

    /** Kafka's clients take the letters HTTP for a length of more than a gigabyte, and make room for it. */
    private void requireNoHttp(InetSocketAddress address) {
        if (!LoginFailure.isOverTls(settings) && new Probe(address).isHttp()) {
            Mismatch.of(address.getHostString() + ":" + address.getPort(), Found.HTTP, settings)
                    .ifPresent(ClusterCheck::fail);
        }
    }

    private void ask(Admin admin, InetSocketAddress address, boolean mayBeAway) {
        long startNs = System.nanoTime();
        KafkaFuture<Collection<Node>> nodes = admin.describeCluster().nodes();
        String server = address.getHostString() + ":" + address.getPort();
        try {
            Optional<Collection<Node>> known = await(nodes, FIRST_MS);
            if (known.isEmpty()) {
                Found found = new Probe(address).find();
                Mismatch.of(server, found, settings).ifPresent(ClusterCheck::fail);
                known = await(nodes, Math.max(1, ANSWER_MS - (System.nanoTime() - startNs) / 1_000_000));
                if (known.isEmpty()) {
                    Mismatch.store(found, settings).ifPresent(ClusterCheck::fail);
                    giveUp(server, found, mayBeAway);
                    return;
                }
            }
            requireReachable(server, known.get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (!(mayBeAway && cause instanceof RetriableException)) {
                fail(KafkaFailure.explain(cause, settings));
            }
        }
    }

    private static Optional<Collection<Node>> await(KafkaFuture<Collection<Node>> nodes, long ms)
            throws ExecutionException {
        try {
            return Optional.of(nodes.get(ms, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static void giveUp(String server, Found found, boolean mayBeAway) {
        if (found.language() == Language.UNKNOWN) {
            if (!mayBeAway) {
                fail("something listens at " + server
                        + ", but does not answer as Kafka does, neither with TLS nor without;"
                        + " is bootstrap.servers right?");
            }
        } else if (!mayBeAway) {
            fail("Kafka does not answer at " + server + " within " + ANSWER_MS / 1000
                    + " s, though it listens; is the cluster well?");
        }
    }

    /** Clients go on to the addresses that brokers give, which need not be those that one has come by. */
    private static void requireReachable(String server, Collection<Node> nodes) {
        List<String> others = new ArrayList<>();
        for (Node node : nodes) {
            if (isReachable(new InetSocketAddress(node.host(), node.port()))) {
                return;
            }
            others.add(node.host() + ":" + node.port());
        }
        if (!others.isEmpty()) {
            fail("the broker at " + server + " sends its clients on to " + String.join(", ", others)
                    + ", which cannot be reached from here; look at its advertised.listeners");
        }
    }

    private static void fail(String why) {
        throw new ClusterException(why);
    }

    private static InetSocketAddress address(String server) {
        int colon = server.lastIndexOf(':');
        String host = server.substring(0, colon).replaceAll("^.*://|[\\[\\]]", "");
        return new InetSocketAddress(host, Integer.parseInt(server.substring(colon + 1)));
    }

    private static boolean isReachable(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, Probe.CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
