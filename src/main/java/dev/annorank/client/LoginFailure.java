package dev.annorank.client;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Why a login by SASL does not come about. */
final class LoginFailure {
    private static final String FORM =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"...\" password=\"...\";";
    private static final Pattern UNSUPPORTED =
            Pattern.compile(".*mechanism '([^']*)' not enabled in the server, enabled mechanisms are \\[(.*)].*");
    private static final Pattern NO_MODULE =
            Pattern.compile("(?:No|[Uu]nable to find) LoginModule (?:found for|class:) (.*)");

    private LoginFailure() {}

    static Optional<String> explain(Throwable cause, Map<String, ?> settings) {
        String message = String.valueOf(cause.getMessage());
        if (message.startsWith("Could not find a 'KafkaClient' entry")) {
            return Optional.of("sasl.jaas.config is missing, but security.protocol"
                    + Shown.value(settings, "security.protocol") + " asks for a login; for PLAIN it is: " + FORM);
        }
        if (message.startsWith("No serviceName defined")) {
            return Optional.of("sasl.mechanism is GSSAPI (Kerberos) unless set, which needs sasl.kerberos.service.name;"
                    + " for a login by name and password set sasl.mechanism to PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512, as"
                    + " the broker has it");
        }
        if (cause instanceof IllegalArgumentException && isAboutJaas(message)) {
            return Optional.of("sasl.jaas.config cannot be read (" + syntax(message)
                    + "); it must be like this, quotes and semicolon included: " + FORM);
        }
        if (cause instanceof LoginException) {
            return Optional.of(login(message));
        }
        if (cause instanceof UnsupportedSaslMechanismException) {
            Matcher known = UNSUPPORTED.matcher(message);
            return Optional.of(
                    known.matches()
                            ? "sasl.mechanism is " + known.group(1) + ", but the broker takes " + known.group(2)
                            : "the broker does not take this sasl.mechanism (" + message + ")");
        }
        if (cause instanceof IllegalSaslStateException) {
            return Optional.of("this port of the broker asks for no login, but security.protocol"
                    + Shown.value(settings, "security.protocol") + " gives one; set security.protocol to "
                    + (isOverTls(settings) ? "SSL" : "PLAINTEXT") + ", or bootstrap.servers to the port for logins");
        }
        if (cause instanceof SaslAuthenticationException) {
            return Optional.of(
                    "the broker refuses the login; look at username and password in sasl.jaas.config, and whether"
                            + " sasl.mechanism is that of the user (" + message + ")");
        }
        return Optional.empty();
    }

    private static boolean isAboutJaas(String message) {
        return message.contains("JAAS config") || message.startsWith("Login module ");
    }

    /** Words that Kafka takes from the setting may be part of a password. */
    private static String syntax(String message) {
        return message.startsWith("Value not specified for key")
                ? "a value is missing, or is not in double quotes"
                : message;
    }

    private static String login(String message) {
        Matcher module = NO_MODULE.matcher(message);
        return module.matches()
                ? "sasl.jaas.config names the login module " + module.group(1)
                        + ", which does not exist; for PLAIN it is org.apache.kafka.common.security.plain.PlainLoginModule,"
                        + " for SCRAM org.apache.kafka.common.security.scram.ScramLoginModule"
                : "no login by sasl.jaas.config (" + message + ")";
    }

    static boolean isOverTls(Map<String, ?> settings) {
        return String.valueOf(settings.get("security.protocol"))
                .toUpperCase(java.util.Locale.ROOT)
                .endsWith("SSL");
    }
}
