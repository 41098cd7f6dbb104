package dev.annorank.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real broker with a port of each kind of security, and an authorizer that lets nobody do anything without an ACL, but for
 * those who come in by the plain port.
 */
public final class SecureBroker implements AutoCloseable {
    /** Of every user: the password is the name with this behind. */
    public static final String PASSWORD = "-secret";

    private static final String PLAIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final String SCRAM_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    private final Certificates certificates;
    private final KafkaRaftServer server;
    private final Map<Listener, Integer> ports;

    /** The ports, by what a client must do there. */
    public enum Listener {
        /** Nothing. May do everything. */
        PLAIN("PLAINTEXT"),
        /** Log in by PLAIN or SCRAM-SHA-256. */
        SASL("SASL_PLAINTEXT"),
        /** Trust the certificate. */
        TLS("SSL"),
        /** Show a certificate too. */
        MUTUAL("SSL"),
        /** Be content with a certificate of another host. */
        OTHERS("SSL"),
        /** Trust the certificate and log in. */
        BOTH("SASL_SSL");

        private final String protocol;

        Listener(String protocol) {
            this.protocol = protocol;
        }

        /** What {@code security.protocol} must be. */
        public String protocol() {
            return protocol;
        }
    }

    private SecureBroker(Certificates certificates, KafkaRaftServer server, Map<Listener, Integer> ports) {
        this.certificates = certificates;
        this.server = server;
        this.ports = ports;
    }

    /**
     * Starts, with certificates made now.
     *
     * @param users who can log in by PLAIN
     */
    public static SecureBroker start(Path folder, List<String> users) throws Exception {
        Certificates certificates = Certificates.make(folder);
        Path logs = folder.resolve("logs");
        List<Listener> kinds = List.of(Listener.values());
        int[] free = Ports.free(kinds.size() + 1);
        Map<Listener, Integer> ports = new TreeMap<>();
        kinds.forEach(kind -> ports.put(kind, free[ports.size()]));
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(BrokerConfig.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(logs.toString())
                .addDirectory(logs.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
        Map<String, String> config = config(logs, ports, free[kinds.size()], certificates, users);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
        server.startup();
        return new SecureBroker(certificates, server, ports);
    }

    private static Map<String, String> config(
            Path logs, Map<Listener, Integer> ports, int controller, Certificates certificates, List<String> users) {
        Map<String, String> config = BrokerConfig.of(logs, 1, controller, 0);
        StringBuilder protocols = new StringBuilder(BrokerConfig.CONTROLLER_LISTENER + ":PLAINTEXT");
        StringBuilder listeners = new StringBuilder();
        ports.forEach((kind, port) -> {
            protocols.append(',').append(kind).append(':').append(kind.protocol());
            listeners
                    .append(kind)
                    .append("://")
                    .append(Ports.HOST)
                    .append(':')
                    .append(port)
                    .append(',');
        });
        config.put("listener.security.protocol.map", protocols.toString());
        config.put("advertised.listeners", listeners.substring(0, listeners.length() - 1));
        config.put("listeners", listeners + BrokerConfig.CONTROLLER_LISTENER + "://" + Ports.HOST + ":" + controller);
        config.put("inter.broker.listener.name", Listener.PLAIN.name());
        config.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        config.put("super.users", "User:ANONYMOUS");
        config.put("connection.failed.authentication.delay.ms", "0");
        config.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
        StringBuilder logins = new StringBuilder(PLAIN_MODULE);
        users.forEach(user -> logins.append(" user_")
                .append(user)
                .append("=\"")
                .append(user)
                .append(PASSWORD)
                .append('"'));
        for (String listener : List.of("sasl", "both")) {
            config.put("listener.name." + listener + ".plain.sasl.jaas.config", logins + ";");
            config.put("listener.name." + listener + ".scram-sha-256.sasl.jaas.config", SCRAM_MODULE + ";");
        }
        config.put("ssl.keystore.location", certificates.keyStore().toString());
        config.put("ssl.keystore.password", Certificates.PASSWORD);
        config.put("ssl.truststore.location", certificates.trustStore().toString());
        config.put("ssl.truststore.password", Certificates.PASSWORD);
        config.put("listener.name.mutual.ssl.client.auth", "required");
        config.put(
                "listener.name.others.ssl.keystore.location",
                certificates.otherHost().toString());
        config.put("listener.name.others.ssl.keystore.password", Certificates.PASSWORD);
        return config;
    }

    /** What clients of a port take as {@code bootstrap.servers}. */
    public String servers(Listener kind) {
        return Ports.HOST + ":" + ports.get(kind);
    }

    /** The certificates of this broker. */
    public Certificates certificates() {
        return certificates;
    }

    /** What a user of PLAIN takes as {@code sasl.jaas.config}. */
    public static String login(String user) {
        return PLAIN_MODULE + " username=\"" + user + "\" password=\"" + user + PASSWORD + "\";";
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
