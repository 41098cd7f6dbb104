package dev.annorank.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/** Why there is no connection by TLS. */
final class TlsFailure {
    private static final Pattern STORE =
            Pattern.compile("Failed to load (?:PEM )?SSL keystore (.*?)(?: of type (\\S+))?");
    private static final Pattern REFUSED = Pattern.compile(
            "(?:Received fatal alert: |\\()(?:bad_certificate|certificate_required|certificate_unknown|unknown_ca|access_denied).*");

    private TlsFailure() {}

    static Optional<String> explain(Throwable cause, Map<String, ?> settings) {
        String message = String.valueOf(cause.getMessage());
        Matcher store = STORE.matcher(message);
        if (store.matches()) {
            return Optional.of(store(store.group(1), store.group(2), cause.getCause(), settings));
        }
        if (cause instanceof UnrecoverableKeyException) {
            return Optional.of("ssl.key.password is wrong for the key in ssl.keystore.location"
                    + Shown.value(settings, "ssl.keystore.location"));
        }
        if (cause.getClass() == InvalidConfigurationException.class) {
            return Optional.of("the ssl.* settings cannot be used: " + password(message));
        }
        return explainHandshake(cause, message, settings);
    }

    private static Optional<String> explainHandshake(Throwable cause, String message, Map<String, ?> settings) {
        if (message.startsWith("PKIX path validation failed") && !message.contains("trust anchor")) {
            return Optional.of("the broker's certificate is not valid, it may have expired: "
                    + message.substring(message.lastIndexOf(": ") + 2));
        }
        if (message.startsWith("PKIX") || message.contains("trustAnchors parameter must be non-empty")) {
            return Optional.of("the broker's certificate is not trusted; ssl.truststore.location"
                    + Shown.value(settings, "ssl.truststore.location")
                    + " must be a store that holds it or its authority's, ssl.truststore.password its password");
        }
        if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
            return Optional.of("the broker's certificate is for another host (" + message
                    + "); name a host that it holds in bootstrap.servers" + Shown.value(settings, "bootstrap.servers")
                    + ", or leave ssl.endpoint.identification.algorithm empty to go without this check");
        }
        if (REFUSED.matcher(message).matches()) {
            return Optional.of("the broker wants a certificate of this client, or does not trust the one in"
                    + " ssl.keystore.location"
                    + (settings.containsKey("ssl.keystore.location")
                            ? Shown.value(settings, "ssl.keystore.location")
                            : " (not set)"));
        }
        if (message.startsWith("No appropriate protocol")
                || message.contains("fatal alert: protocol_version")
                || message.contains("fatal alert: handshake_failure")) {
            return Optional.of("this client and the broker have no version or cipher of TLS in common; look at"
                    + " ssl.enabled.protocols and ssl.cipher.suites (" + message + ")");
        }
        if (message.startsWith("Unsupported or unrecognized SSL message")) {
            return Optional.of("this port does not speak TLS; set security.protocol"
                    + Shown.value(settings, "security.protocol")
                    + " to PLAINTEXT or SASL_PLAINTEXT, or bootstrap.servers to the port for TLS");
        }
        return cause instanceof SslAuthenticationException && cause.getCause() == null
                ? Optional.of("no connection by TLS; look at the ssl.* settings (" + message + ")")
                : Optional.empty();
    }

    private static String store(String path, @Nullable String type, @Nullable Throwable why, Map<String, ?> settings) {
        String prefix = prefix(path, settings);
        if (why instanceof NoSuchFileException) {
            return prefix + "location is " + path + "; there is no such file";
        }
        if (why instanceof AccessDeniedException) {
            return prefix + "location is " + path + "; there is no permission to read it";
        }
        if (why instanceof KeyStoreException) {
            return prefix + "type is " + type + "; it must be JKS, PKCS12 or PEM";
        }
        String message = why == null ? "" : String.valueOf(why.getMessage());
        if (why instanceof IOException && message.contains("password was incorrect")) {
            return prefix + "password is wrong for " + path;
        }
        if (message.equals("Is a directory")) {
            return prefix + "location is " + path + "; that is a folder, and must be a file";
        }
        return prefix + "location is " + path + "; that is no store of type " + (type == null ? "PEM" : type)
                + ", which " + prefix + "type says (JKS, PKCS12 or PEM)";
    }

    /** Kafka does not say which of the two it has read. */
    private static String prefix(String path, Map<String, ?> settings) {
        if (path.equals(settings.get("ssl.truststore.location"))) {
            return "ssl.truststore.";
        }
        return path.equals(settings.get("ssl.keystore.location"))
                ? "ssl.keystore."
                : "ssl.truststore. or ssl.keystore.";
    }

    private static String password(String message) {
        if (message.startsWith("SSL key store is specified, but key store password")) {
            return "ssl.keystore.location needs ssl.keystore.password";
        }
        if (message.startsWith("SSL trust store password cannot be specified for PEM")) {
            return "ssl.truststore.password must not be set where ssl.truststore.type is PEM";
        }
        return message;
    }
}
