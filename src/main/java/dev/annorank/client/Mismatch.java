package dev.annorank.client;

import dev.annorank.client.Probe.Found;
import dev.annorank.client.Probe.Language;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How what is spoken at a port differs from what the settings say. Pure, but for which mechanisms this JVM knows. */
final class Mismatch {
    private static final Pattern BY_PASSWORD = Pattern.compile("PLAIN|SCRAM-.*");

    private Mismatch() {}

    /** The sentence, or empty if they fit as far as can be seen. */
    static Optional<String> of(String server, Found found, Map<String, ?> settings) {
        String protocol = text(settings, "security.protocol").isEmpty()
                ? "PLAINTEXT"
                : text(settings, "security.protocol").toUpperCase(Locale.ROOT);
        if (found.language() == Language.HTTP) {
            return Optional.of(
                    server + " speaks HTTP and not Kafka; bootstrap.servers must name a broker's port, usually 9092");
        }
        boolean wantsTls = protocol.endsWith("SSL");
        boolean wantsLogin = protocol.startsWith("SASL");
        if (found.language() == Language.TLS) {
            return wantsTls
                    ? Optional.empty()
                    : Optional.of(server + " speaks TLS, but security.protocol is " + protocol + "; set it to "
                            + (wantsLogin ? "SASL_SSL" : "SSL, or SASL_SSL for a login"));
        }
        if (found.language() == Language.UNKNOWN) {
            return Optional.empty();
        }
        List<String> mechanisms = found.mechanisms();
        if (wantsTls != found.isTls() || wantsLogin == mechanisms.isEmpty()) {
            String right = mechanisms.isEmpty()
                    ? (found.isTls() ? "SSL" : "PLAINTEXT")
                    : (found.isTls() ? "SASL_SSL" : "SASL_PLAINTEXT");
            return Optional.of(server + " is a Kafka broker's port " + (found.isTls() ? "with" : "without")
                    + " TLS and "
                    + (mechanisms.isEmpty() ? "without logins" : "with logins (" + String.join(", ", mechanisms) + ")")
                    + ", but security.protocol is " + protocol + "; set security.protocol=" + right
                    + (!mechanisms.isEmpty() && !wantsLogin ? ", sasl.mechanism and sasl.jaas.config" : ""));
        }
        return wantsLogin ? login(settings) : Optional.empty();
    }

    /** What keeps a client from logging in without any word of it. */
    private static Optional<String> login(Map<String, ?> settings) {
        String mechanism = text(settings, "sasl.mechanism").isEmpty() ? "GSSAPI" : text(settings, "sasl.mechanism");
        if (Security.getProviders("SaslClientFactory." + mechanism) == null) {
            return Optional.of(
                    "sasl.mechanism is " + mechanism + ", which the login module of sasl.jaas.config does not know;"
                            + " PLAIN needs PlainLoginModule, SCRAM-SHA-256 and SCRAM-SHA-512 need ScramLoginModule");
        }
        String jaas = text(settings, "sasl.jaas.config");
        if (!BY_PASSWORD.matcher(mechanism).matches() || jaas.isEmpty()) {
            return Optional.empty();
        }
        for (String key : List.of("username", "password")) {
            if (!Pattern.compile("\\b" + key + "\\s*=").matcher(jaas).find()) {
                return Optional.of("sasl.jaas.config has no " + key + "; sasl.mechanism " + mechanism
                        + " needs username=\"...\" and password=\"...\" in it");
            }
        }
        return Optional.empty();
    }

    /** For the end of all waiting: what keeps a client from TLS without any word of it. */
    static Optional<String> store(Found found, Map<String, ?> settings) {
        boolean isUnreadable = found.isTls()
                && !text(settings, "ssl.truststore.location").isEmpty()
                && text(settings, "ssl.truststore.password").isEmpty()
                && !text(settings, "ssl.truststore.type").equalsIgnoreCase("PEM");
        return isUnreadable
                ? Optional.of("ssl.truststore.password is missing; without it the certificates in "
                        + text(settings, "ssl.truststore.location") + " may not be readable")
                : Optional.empty();
    }

    private static String text(Map<String, ?> settings, String key) {
        Object value = settings.get(key);
        return value == null ? "" : value.toString().strip();
    }
}
