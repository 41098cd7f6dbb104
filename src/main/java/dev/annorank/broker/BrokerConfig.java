package dev.annorank.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The Kafka settings of a lone broker that is its own controller. Pure. */
final class BrokerConfig {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String LISTENER = "PLAINTEXT";
    private static final int MIB = 1024 * 1024;

    private BrokerConfig() {}

    /**
     * @param logs folder of Kafka's own files
     * @param port where clients connect
     * @param controllerPort where the broker talks to its controller, which is itself
     * @param maxRecordBytes largest batch of a topic that sets no size of its own; at least 1 MiB is taken
     */
    static Map<String, String> of(Path logs, int port, int controllerPort, int maxRecordBytes) {
        int largest = Math.max(MIB, maxRecordBytes);
        Map<String, String> config = new TreeMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(NODE_ID));
        config.put("controller.quorum.voters", NODE_ID + "@" + Ports.HOST + ":" + controllerPort);
        config.put("controller.listener.names", CONTROLLER_LISTENER);
        config.put("listener.security.protocol.map", LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        config.put(
                "listeners",
                LISTENER + "://" + Ports.HOST + ":" + port + "," + CONTROLLER_LISTENER + "://" + Ports.HOST + ":"
                        + controllerPort);
        config.put("advertised.listeners", LISTENER + "://" + Ports.HOST + ":" + port);
        config.put("log.dirs", logs.toAbsolutePath().toString());
        alone(config);
        quick(config);

        // A mistyped topic must be an error, not a new topic.
        config.put("auto.create.topics.enable", "false");
        config.put("message.max.bytes", Integer.toString(largest));
        config.put("replica.fetch.max.bytes", Integer.toString(largest));
        config.put("socket.request.max.bytes", Integer.toString(Math.max(100 * MIB, largest + MIB)));
        // By default a group that has been away for a week loses its place. A product for one machine may well be off
        // for longer, and must go on where it stopped; 20 years.
        config.put("offsets.retention.minutes", Integer.toString(20 * 365 * 24 * 60));
        return config;
    }

    /** The same without the broker: only its controller. */
    static Map<String, String> ofController(Path logs, int controllerPort) {
        Map<String, String> config = of(logs, controllerPort, controllerPort, 0);
        config.put("process.roles", "controller");
        config.put("listeners", CONTROLLER_LISTENER + "://" + Ports.HOST + ":" + controllerPort);
        config.remove("advertised.listeners");
        // It waits for a broker that is surely gone.
        config.put("broker.session.timeout.ms", "500");
        config.put("broker.heartbeat.interval.ms", "250");
        return config;
    }

    /** One copy of everything, since there is nobody to hold a second. */
    private static void alone(Map<String, String> config) {
        config.put("default.replication.factor", "1");
        config.put("min.insync.replicas", "1");
        config.put("num.partitions", "1");
        config.put("offsets.topic.replication.factor", "1");
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("transaction.state.log.num.partitions", "4");
        // Readers wait for the transaction of a worker that died; look often whether its time is over.
        config.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("share.coordinator.state.topic.num.partitions", "1");
    }

    /** What makes start, stop and the first record quick, and memory small. */
    private static void quick(Map<String, String> config) {
        config.put("group.initial.rebalance.delay.ms", "0");
        config.put("controller.quorum.election.timeout.ms", "100");
        config.put("controller.quorum.election.backoff.max.ms", "100");
        config.put("broker.heartbeat.interval.ms", "500");
        // Who stalls for longer loses all its leaders for a moment, which is when ends of transactions get lost. Nobody
        // waits so long for a broker that was killed: FormerSelf sees to that.
        config.put("broker.session.timeout.ms", "30000");
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("background.threads", "2");
        config.put("log.cleaner.dedupe.buffer.size", Integer.toString(32 * MIB));
    }
}
