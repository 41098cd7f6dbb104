package dev.annorank.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What went wrong with a Kafka client: one sentence on one line, without the name of an exception, that says which setting to
 * look at. Passwords are never in it.
 */
public final class KafkaFailure {
    /** Says nothing that its cause does not say better. */
    private static final Pattern WRAPPER = Pattern.compile("Failed to (create new|construct) .*");

    private static final Pattern NO_TOPIC = Pattern.compile("Topic (\\S+) not present in metadata after .*");
    private static final Pattern BAD_ADDRESS = Pattern.compile("Invalid (?:url|port) in \\S+: (.*)");
    private static final int MAX_LENGTH = 500;

    private KafkaFailure() {}

    /** As {@link #explain(Throwable, Map)}, for those who do not know the settings. */
    public static String explain(Throwable failure) {
        return explain(failure, Map.of());
    }

    /**
     * The sentence, without a full stop.
     *
     * @param failure what a client threw, with its causes
     * @param settings of that client, as far as they are known
     */
    public static String explain(Throwable failure, Map<String, ?> settings) {
        for (Throwable cause : chain(failure)) {
            Optional<String> known = LoginFailure.explain(cause, settings)
                    .or(() -> TlsFailure.explain(cause, settings))
                    .or(() -> Denial.explain(failure, cause, settings))
                    .or(() -> explainAddress(cause, settings));
            if (known.isPresent()) {
                return line(known.get());
            }
        }
        return line(explainKind(failure));
    }

    /** Whether trying again cannot help until somebody changes a setting, a password or an ACL. */
    public static boolean isLasting(Throwable failure) {
        return chain(failure).stream()
                .anyMatch(cause -> cause instanceof AuthenticationException
                        || cause instanceof AuthorizationException
                        || cause instanceof ConfigException);
    }

    /** Whether an ACL is missing. */
    public static boolean isDenied(Throwable failure) {
        return chain(failure).stream().anyMatch(AuthorizationException.class::isInstance);
    }

    private static Optional<String> explainAddress(Throwable cause, Map<String, ?> settings) {
        if (!(cause instanceof ConfigException)) {
            return Optional.empty();
        }
        String message = String.valueOf(cause.getMessage());
        if (message.startsWith("No resolvable bootstrap urls")) {
            Object servers = settings.get("bootstrap.servers");
            return Optional.of(
                    "there is no host of the name in bootstrap.servers" + (servers == null ? "" : " (" + servers + ")")
                            + "; is it spelled right, and known to this machine?");
        }
        Matcher address = BAD_ADDRESS.matcher(message);
        return address.matches()
                ? Optional.of("bootstrap.servers is \"" + address.group(1)
                        + "\"; it must be HOST:PORT, or several with commas")
                : Optional.empty();
    }

    private static String explainKind(Throwable failure) {
        String words = words(failure);
        for (Throwable cause : chain(failure)) {
            Matcher absent = NO_TOPIC.matcher(String.valueOf(cause.getMessage()));
            if (absent.matches()) {
                return "topic " + absent.group(1) + " is not there, or the broker does not say so in time;"
                        + " annorank topics apply creates what is missing";
            }
            if (cause instanceof UnknownTopicOrPartitionException) {
                return "a topic is not there; annorank topics apply creates what is missing (" + words + ")";
            }
            if (cause instanceof TimeoutException) {
                return "Kafka does not answer; is bootstrap.servers right and the broker up? (" + words + ")";
            }
            if (cause instanceof UnsupportedVersionException) {
                return "the broker is too old for what is asked of it, or its features are not switched on (" + words
                        + ")";
            }
            if (cause instanceof AuthenticationException) {
                return "the broker refuses the connection; look at security.protocol, sasl.* and ssl.* (" + words + ")";
            }
        }
        boolean isKafkas = chain(failure).stream().anyMatch(KafkaException.class::isInstance);
        return isKafkas ? "Kafka: " + words : words;
    }

    /** What the exceptions of a chain say, each thing once. */
    private static String words(Throwable failure) {
        List<String> said = new ArrayList<>();
        for (Throwable cause : chain(failure)) {
            String message = own(cause);
            if (message.isEmpty() || said.stream().anyMatch(before -> before.contains(message))) {
                continue;
            }
            said.removeIf(message::contains);
            said.add(message);
        }
        return said.isEmpty() ? failure.getClass().getSimpleName() : String.join(": ", said);
    }

    private static String own(Throwable cause) {
        String message = cause.getMessage();
        Throwable next = cause.getCause();
        if (message == null) {
            return "";
        }
        boolean saysNothing = next != null
                && (message.equals(next.toString()) || WRAPPER.matcher(message).matches());
        return saysNothing ? "" : stripped(message);
    }

    private static String stripped(String message) {
        String text = message.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String line(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + " ...";
    }

    static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    /** Whether a cluster or the settings are to blame, and no defect of the program. */
    public static boolean isOutside(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return isLasting(failure) || chain.get(chain.size() - 1) instanceof ApiException;
    }
}
