package dev.annorank.app;

import dev.annorank.client.ClusterCheck;
import dev.annorank.client.KafkaFailure;
import dev.annorank.cluster.TopicManager;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.model.UserException;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** What every command that needs Kafka asks first: a mistake in the settings is named within seconds, before anything is done. */
final class KafkaAccess {
    /** For a broker that is about to start. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Of a process that is started together with its broker. */
    private static final Duration PATIENCE_OF_SERVICE = Duration.ofSeconds(20);

    private KafkaAccess() {}

    /** Returns when the cluster has answered; throws {@link dev.annorank.client.ClusterException} with the reason if not. */
    static void require(Settings settings) {
        ClusterCheck.requireAnswer(new KafkaProperties(settings).admin(), PATIENCE);
    }

    static void requireForService(Settings settings) {
        ClusterCheck.requireAnswer(new KafkaProperties(settings).admin(), PATIENCE_OF_SERVICE);
    }

    /** As {@link #require}, for what can wait for a cluster that is away. */
    static void requireNoMistake(Settings settings) {
        ClusterCheck.requireNoMistake(new KafkaProperties(settings).admin());
    }

    /** As {@link #require}, and that a topic is there. */
    static void requireTopic(Settings settings, String topic) {
        require(settings);
        try (Admin admin = Admin.create(new KafkaProperties(settings).admin())) {
            if (!TopicManager.exists(admin, topic)) {
                throw new UserException("topic " + topic + " is not there; a worker (annorank serve) or annorank topics"
                        + " apply creates it");
            }
        } catch (KafkaException e) {
            throw new UserException(KafkaFailure.explain(e, new KafkaProperties(settings).admin()));
        }
    }
}
