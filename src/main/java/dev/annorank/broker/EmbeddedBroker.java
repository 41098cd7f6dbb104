package dev.annorank.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker inside this process, with its data in a folder. It listens on 127.0.0.1 only and asks for no password.
 *
 * <p><b>What survives.</b> A record that the broker acknowledged is in the operating system's page cache. It survives
 * whatever happens to the process, {@code kill -9} included: the next start on the same folder finds that the broker did
 * not shut down cleanly, checks the end of every log, cuts off a record that was only half written (and so was never
 * acknowledged), and goes on; the cluster id, offsets of groups and open transactions are in that same folder. A power
 * failure or a crash of the operating system may lose the last seconds of what was acknowledged, as with any Kafka
 * broker; there, only copies on other machines help, which is what a real cluster is for.
 *
 * <p>A folder belongs to one broker at a time. The port may differ from start to start.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int KAFKA_MAX_RECORD_BYTES = 1024 * 1024;
    private static final int ATTEMPTS = 3;

    private final FolderLock lock;
    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;
    private volatile boolean hasStopped;

    private EmbeddedBroker(FolderLock lock, KafkaRaftServer server, int port) {
        this.lock = lock;
        this.server = server;
        this.port = port;
        Thread watch = new Thread(this::awaitEnd, "annorank-broker-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void awaitEnd() {
        server.awaitShutdown();
        hasStopped = true;
    }

    /** Whether it serves nobody any more: it was closed, or has stopped by itself. */
    public boolean hasStopped() {
        return hasStopped;
    }

    /** Starts with Kafka's usual limit of 1 MiB for a record; see {@link #start(Path, int, int)}. */
    public static EmbeddedBroker start(Path dir, int port) {
        return start(dir, port, KAFKA_MAX_RECORD_BYTES);
    }

    /**
     * Starts and returns when clients can connect.
     *
     * @param dir the broker's own folder; made if it does not exist
     * @param port where clients connect, 1 to 65535, or 0 for any free one
     * @param maxRecordBytes largest record of a topic that sets no size of its own
     * @throws BrokerException if the folder is in use, cannot be written or has a comma in its path, if the port is in
     *     use, or if Kafka fails
     */
    public static EmbeddedBroker start(Path dir, int port, int maxRecordBytes) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is " + port + "; it must be 0 to 65535");
        }
        requireNoComma(dir);
        FolderLock lock = FolderLock.take(dir, "another embedded broker");
        try {
            return startLocked(lock, dir.resolve("logs"), port, maxRecordBytes);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Kafka takes its folder as a list. */
    private static void requireNoComma(Path dir) {
        String path = dir.toAbsolutePath().toString();
        if (path.indexOf(',') >= 0) {
            throw new BrokerException("folder " + path + " has a comma in its path, at which Kafka would cut it in two;"
                    + " choose another folder with --data");
        }
    }

    private static EmbeddedBroker startLocked(FolderLock lock, Path logs, int port, int maxRecordBytes) {
        if (port != 0) {
            Ports.requireFree(port);
        }
        FatalErrors.announce();
        BrokerFolder folder = new BrokerFolder(logs);
        if (!folder.check()) {
            format(logs);
        }
        folder.keep();
        if (FormerSelf.isIn(logs)) {
            FormerSelf.retire(BrokerConfig.ofController(logs, Ports.free(1)[0]));
        }
        for (int attempt = 1; ; attempt++) {
            int[] free = Ports.free(2);
            int clientPort = port == 0 ? free[0] : port;
            try {
                return new EmbeddedBroker(
                        lock, run(BrokerConfig.of(logs, clientPort, free[1], maxRecordBytes)), clientPort);
            } catch (RuntimeException e) {
                // Between finding a free port and using it, somebody else may take it.
                if (attempt == ATTEMPTS || !isAboutPorts(e)) {
                    throw new BrokerException(
                            "the embedded Kafka broker cannot start in "
                                    + logs.toAbsolutePath().getParent() + ": " + e.getMessage(),
                            e);
                }
            }
        }
    }

    /** Writes the identity of a folder that has none. */
    private static void format(Path logs) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            Files.createDirectories(logs);
            new Formatter()
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .setNodeId(BrokerConfig.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(logs.toAbsolutePath().toString())
                    .addDirectory(logs.toAbsolutePath().toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw new BrokerException("folder " + logs.toAbsolutePath() + " cannot be written: " + e, e);
        } catch (Exception e) {
            throw new BrokerException(
                    "folder " + logs.toAbsolutePath() + " cannot be prepared: " + e + " "
                            + said.toString(StandardCharsets.UTF_8).strip(),
                    e);
        }
    }

    private static KafkaRaftServer run(Map<String, String> config) {
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
        try {
            FatalErrors.whileStarting(server::startup);
            return server;
        } catch (RuntimeException | Error e) {
            server.shutdown();
            throw e;
        }
    }

    private static boolean isAboutPorts(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (cause instanceof java.net.BindException
                    || (message != null && message.contains("Address already in use"))) {
                return true;
            }
        }
        return false;
    }

    /** The port where clients connect. */
    public int port() {
        return port;
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return Ports.HOST + ":" + port;
    }

    /** Stops, and returns when all files are closed and the folder is free. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            lock.close();
        }
    }
}
