package dev.annorank.broker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retires the broker that ran here before, so that the next start cannot lose the ends of transactions.
 *
 * <p>A broker that is its own controller finds itself at a start as the leader of all its partitions still, as its last
 * run wrote it down. Its transaction coordinator begins at once to end the transactions that were cut short, but cannot
 * reach the broker, which does not listen yet. Then the broker registers anew, which takes every leader away for a
 * moment; and Kafka 4.3 takes a partition without a leader for one that was deleted, leaves out the mark that ends the
 * transaction there, and notes the transaction as ended. From then on readers of committed records, and the restoring of
 * state, wait at that partition for ever.
 *
 * <p>Here the controller starts alone first and waits until it has declared the former broker gone. The broker then finds
 * no leaders at its start, gets them all at once, and its coordinator begins when no more is taken away.
 */
final class FormerSelf {
    private static final Logger LOG = LoggerFactory.getLogger(FormerSelf.class);
    private static final Pattern PARTITION = Pattern.compile(".+-[0-9]+");
    /** The controller's own, there before any broker. */
    private static final String METADATA = "__cluster_metadata-0";

    private static final long RETIRED_WITHIN_MS = 15_000;
    private static final long LOOK_EVERY_MS = 50;
    /** How many brokers the controller of this process knows and does not count on. */
    private static final String RETIRED = "kafka.controller:type=KafkaController,name=FencedBrokerCount";

    private FormerSelf() {}

    /** Whether a broker has run in the folder that had topics, and so was known to its controller. */
    static boolean isIn(Path logs) {
        if (!Files.isDirectory(logs)) {
            return false;
        }
        try (Stream<Path> files = Files.list(logs)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> PARTITION.matcher(name).matches() && !name.equals(METADATA));
        } catch (IOException e) {
            throw new BrokerException("cannot look into " + logs, e);
        }
    }

    /**
     * Starts the controller, waits until the former broker is out, and stops the controller.
     *
     * @param config as {@link BrokerConfig#ofController} gives it
     */
    static void retire(Map<String, String> config) {
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
        try {
            FatalErrors.whileStarting(server::startup);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETIRED_WITHIN_MS);
            while (retired() == 0) {
                if (System.nanoTime() > end) {
                    LOG.warn("The broker of the last run is not out after {} ms; going on", RETIRED_WITHIN_MS);
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted while starting", e);
        } finally {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /** The controller is asked by its metrics: it tells clients of brokers only what a broker would. */
    private static int retired() {
        try {
            Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(RETIRED), "Value");
            return value instanceof Number number ? number.intValue() : 0;
        } catch (JMException e) {
            // Not there yet.
            return 0;
        }
    }
}
