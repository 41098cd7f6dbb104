package dev.annorank.app;

import dev.annorank.client.KafkaFailure;
import dev.annorank.cluster.EpochLog;
import dev.annorank.cluster.Installation;
import dev.annorank.cluster.KnownEnds;
import dev.annorank.cluster.LocalState;
import dev.annorank.cluster.LossCheck;
import dev.annorank.cluster.ManifestTopic;
import dev.annorank.cluster.ScoringGuard;
import dev.annorank.cluster.ScoringManifest;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.stream.InternalTopics;
import dev.annorank.stream.RankingTopology;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From settings to the installation they are about. */
final class Installations {
    private static final Logger LOG = LoggerFactory.getLogger(Installations.class);

    /** Of a worker that was killed the session is over then; nobody else works at an embedded broker. */
    private static final Duration OWN_PATIENCE = Duration.ofSeconds(60);

    private Installations() {}

    /**
     * Lets a worker with these settings start, or throws; local state that is worth nothing any more is removed, and what is
     * damaged set aside.
     *
     * @param brokerFolder where an embedded broker keeps its data
     * @return what readers still find of what was published before
     */
    static EpochTimes admit(Settings settings, Optional<Path> brokerFolder) throws IOException {
        try (Admin admin = Admin.create(new KafkaProperties(settings).admin())) {
            String id = applicationId(settings);
            ScoringManifest manifest = ScoringGuard.admit(manifest(settings, admin), id, scoring(settings));
            LocalState state = localState(settings);
            StateRepair repair = new StateRepair(state, Clock.systemUTC());
            repair.mendStateDir();
            boolean removed = brokerFolder.isPresent()
                    ? state.belongTo(manifest.generation(), brokerFolder.get())
                    : state.belongTo(manifest.generation());
            if (removed) {
                LOG.info(
                        "Local state in {} is from before a reset, or from beside other data of the broker;"
                                + " it is restored from Kafka",
                        stateDir(settings));
            }
            Map<TopicPartition, Long> known =
                    removed && brokerFolder.isPresent() ? knownEnds(settings).read() : Map.of();
            return findLosses(settings, admin, repair.mendAll(), known, brokerFolder.isPresent());
        }
    }

    private static EpochTimes findLosses(
            Settings settings,
            Admin admin,
            Map<TopicPartition, Long> local,
            Map<TopicPartition, Long> known,
            boolean isOwnBroker) {
        LossCheck check = new LossCheck(
                admin,
                applicationId(settings),
                new Topics(settings.topicsPrefix()),
                internalTopics(settings),
                isOwnBroker ? OWN_PATIENCE : Duration.ZERO);
        try {
            check.find(local, known).forEach(loss -> LOG.error("{}", loss));
            return EpochLog.times(admin, new Topics(settings.topicsPrefix()).rankingEpochs(), Clock.systemUTC());
        } catch (KafkaException e) {
            LOG.warn(
                    "Whether events or state were lost cannot be found out ({})",
                    KafkaFailure.explain(e, new KafkaProperties(settings).admin()));
            return EpochTimes.UNKNOWN;
        }
    }

    private static Set<String> internalTopics(Settings settings) {
        return InternalTopics.of(
                new RankingTopology(new Topics(settings.topicsPrefix()), Worker.pipeline(settings)).build(),
                applicationId(settings));
    }

    /** For an embedded broker, whose data lies beside the state. */
    static KnownEnds knownEnds(Settings settings) {
        return new KnownEnds(
                stateDir(settings), applicationId(settings), new Topics(settings.topicsPrefix()).annotations());
    }

    static LocalState localState(Settings settings) {
        return new LocalState(stateDir(settings), applicationId(settings));
    }

    static Installation of(Settings settings) {
        KafkaProperties kafka = new KafkaProperties(settings);
        Topics topics = new Topics(settings.topicsPrefix());
        String id = applicationId(settings);
        Map<String, Object> producer = kafka.producer();
        // What a reset writes is as long as what the topology writes.
        producer.merge("max.request.size", settings.outputMaxBytes(), Installations::larger);
        producer.merge("buffer.memory", 2L * settings.outputMaxBytes(), Installations::larger);
        return new Installation(
                id,
                topics,
                internalTopics(settings),
                scoring(settings),
                stateDir(settings),
                kafka.consumer(),
                producer);
    }

    static ManifestTopic manifest(Settings settings, Admin admin) {
        KafkaProperties kafka = new KafkaProperties(settings);
        return new ManifestTopic(admin, kafka.consumer(), kafka.producer(), applicationId(settings));
    }

    /**
     * Settings that stored state depends on: how a mask scores, which masks count, and where what is kept. Limits that
     * only the way to annorank has, such as event.max.bytes, are not among them.
     */
    private static SortedMap<String, String> scoring(Settings settings) {
        return new TreeMap<>(Map.of(
                "measure", settings.measure().toString(),
                "iscrowd", settings.crowdIncluded() ? "include" : "exclude",
                "mask.max.pixels", Long.toString(settings.maskMaxPixels()),
                "ranking.partitions", Integer.toString(settings.rankingPartitions()),
                "topics.prefix", settings.topicsPrefix()));
    }

    private static String applicationId(Settings settings) {
        return String.valueOf(settings.kafka().get("application.id"));
    }

    private static Path stateDir(Settings settings) {
        return Path.of(String.valueOf(new KafkaProperties(settings).streams().get("state.dir")));
    }

    private static Object larger(Object a, Object b) {
        long first = Long.parseLong(a.toString());
        long second = Long.parseLong(b.toString());
        return first > second ? a : b;
    }
}
