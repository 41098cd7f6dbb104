package dev.annorank.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run is like. Each is a system property {@code chaos.NAME}.
 *
 * @param seed of history and faults; the moments at which faults meet the program are the machine's
 * @param events at least so many are sent, and more while faults go on
 * @param rate events a second while faults go on; the rest as fast as it goes
 * @param kills of a worker in the scenario of worker kills
 * @param brokerKills of the broker in the scenario of broker kills
 * @param awayMs how long the broker is away in the scenario of that, and each half of the one of resources takes
 * @param smallHeapMib heap of the worker in the scenario of resources
 * @param worker settings of the workers beside those of {@link #workerSettings()}, as {@code key=value,key=value}
 */
record ChaosSettings(
        long seed, long events, double rate, int kills, int brokerKills, long awayMs, int smallHeapMib, String worker) {
    static final double TOLERANCE = 0.01;
    static final int SESSION_TIMEOUT_MS = 6_000;
    static final List<String> DATASETS = List.of("street", "street.night", "harbour");

    static ChaosSettings ofSystemProperties() {
        return new ChaosSettings(
                Long.getLong("chaos.seed", System.nanoTime() & 0xFFFF_FFFFL),
                Long.getLong("chaos.events", 20_000),
                Double.parseDouble(System.getProperty("chaos.rate", "250")),
                Integer.getInteger("chaos.kills", 20),
                Integer.getInteger("chaos.broker.kills", 5),
                Long.getLong("chaos.away.ms", 60_000),
                Integer.getInteger("chaos.small.heap.mib", 288),
                System.getProperty("chaos.worker", ""));
    }

    ChaosSettings withEvents(long least, double perSecond) {
        return new ChaosSettings(seed, least, perSecond, kills, brokerKills, awayMs, smallHeapMib, worker);
    }

    /**
     * Small numbers, so that a minute sees what a month sees otherwise: many epochs, epochs that are cut by a commit, and
     * a tolerance that keeps some records back with a few hundred images.
     */
    Map<String, String> workerSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("num.standby.replicas", "1");
        settings.put("session.timeout.ms", Integer.toString(SESSION_TIMEOUT_MS));
        settings.put("heartbeat.interval.ms", "1500");
        settings.put("transaction.timeout.ms", "10000");
        settings.put("probing.rebalance.interval.ms", "60000");
        settings.put("ranking.interval", "300ms");
        settings.put("ranking.tolerance", Double.toString(TOLERANCE));
        settings.put("publish.chunk", "25");
        for (String pair : worker.isEmpty() ? new String[0] : worker.split(",")) {
            int equals = pair.indexOf('=');
            settings.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return settings;
    }
}
