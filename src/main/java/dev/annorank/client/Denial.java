package dev.annorank.client;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** Which ACL is missing. Kafka says of what, but seldom for what; who asked may have said so around it. */
final class Denial {
    private static final String HELP = " (docs/operations.md lists the ACLs)";
    private static final Pattern USER = Pattern.compile(".*\\busername\\s*=\\s*\"([^\"]*)\".*", Pattern.DOTALL);
    private static final Pattern ASKED = Pattern.compile(
            "cannot (describe|describe the settings of|create|alter|write|delete records of|empty|delete|"
                    + "list the offsets of) (topic|group) ([^\\s:]+).*");
    private static final Map<String, String> OPERATIONS = Map.of(
            "describe", "Describe",
            "describe the settings of", "DescribeConfigs",
            "create", "Create",
            "alter", "AlterConfigs",
            "write", "Write",
            "delete records of", "Delete",
            "empty", "Delete",
            "delete", "Delete",
            "list the offsets of", "Describe");

    private Denial() {}

    static Optional<String> explain(Throwable whole, Throwable cause, Map<String, ?> settings) {
        if (!(cause instanceof AuthorizationException)) {
            return Optional.empty();
        }
        return Optional.of(
                "Kafka does not let " + user(settings) + " do this: it needs " + needed(whole, cause, settings) + HELP);
    }

    private static String needed(Throwable whole, Throwable cause, Map<String, ?> settings) {
        for (Throwable one : KafkaFailure.chain(whole)) {
            Matcher asked = ASKED.matcher(String.valueOf(one.getMessage()));
            if (asked.matches()) {
                return OPERATIONS.get(asked.group(1)) + " on " + asked.group(2) + " " + asked.group(3);
            }
        }
        if (cause instanceof TopicAuthorizationException topics) {
            return topics.unauthorizedTopics().isEmpty()
                    ? "Read, Write or Create on a topic"
                    : "Read (to read it) or Write (to write it) on topic "
                            + String.join(", ", topics.unauthorizedTopics());
        }
        if (cause instanceof GroupAuthorizationException group) {
            return "Read on group "
                    + (group.groupId() == null ? Shown.value(settings, "application.id") : group.groupId());
        }
        if (cause instanceof TransactionalIdAuthorizationException) {
            Object id = settings.get("application.id");
            return "Write on transactional ids that start with " + (id == null ? "application.id" : id);
        }
        if (cause instanceof ClusterAuthorizationException) {
            return "IdempotentWrite on the cluster to write, or Create on the topic to make it";
        }
        return "an ACL (" + cause.getMessage() + ")";
    }

    private static String user(Map<String, ?> settings) {
        Object config = settings.get("sasl.jaas.config");
        Matcher user = USER.matcher(config == null ? "" : config.toString());
        return user.matches() ? "user " + user.group(1) : "this user";
    }
}
